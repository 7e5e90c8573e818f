import { Command } from "commander";
import type { CommandContext } from "./context.ts";
import { devicesDoctor } from "./devicesdoctor.ts";
import { devicesImport } from "./devicesimport.ts";
import { devicesList } from "./deviceslist.ts";
import { type StartPulling, startPulling } from "./pull/pulling.ts";

/** `mirrorwatch devices`: the devices that are pulled over SSH. */
export function devicesCommand(context: CommandContext, start: StartPulling = startPulling): Command {
  return new Command("devices")
    .description("The devices that are pulled over SSH: list, import, doctor.")
    .addCommand(devicesList(context))
    .addCommand(devicesImport(context))
    .addCommand(devicesDoctor(context, start));
}
