import { Command } from "commander";
import type { CommandContext } from "./context.ts";
import { devicesDoctor } from "./devicesdoctor.ts";
import { devicesImport } from "./devicesimport.ts";
import { devicesList } from "./deviceslist.ts";
import { manual } from "./manual.ts";
import { type StartPulling, startPulling } from "./pull/pulling.ts";

/** `mirrorwatch devices`: the devices that are pulled over SSH. */
export function devicesCommand(context: CommandContext, start: StartPulling = startPulling): Command {
  const command = new Command("devices")
    .helpCommand(false)
    .description("The devices that are pulled over SSH: list, import, doctor.")
    .addCommand(devicesList(context))
    .addCommand(devicesImport(context))
    .addCommand(devicesDoctor(context, start));
  return manual(command, [
    ["mirrorwatch devices doctor core1", "to try a pull of one device, phase by phase"],
  ]);
}
