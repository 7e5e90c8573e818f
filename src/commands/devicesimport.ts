import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "yaml";
import { Fault } from "../model/fault.ts";
import type { Catalog } from "../parse/catalog.ts";
import { json, plain } from "../report/plain.ts";
import { writeNewFile } from "../source/newfile.ts";
import {
  type ColumnMap,
  type ForeignDevice,
  foreignDevices,
  listFormats,
  type ListFormat,
} from "../source/pull/foreignlist.ts";
import type { CommandContext } from "./context.ts";
import { manual } from "./manual.ts";

interface ImportOptions {
  readonly format?: ListFormat;
  readonly map?: ColumnMap;
  readonly out?: string;
}

export function devicesImport(context: CommandContext): Command {
  const command = new Command("import")
    .description(
      "Turn another tool's list of devices into a file for `deviceFiles`; logins and passwords are left out.",
    )
    .argument(
      "<file>",
      "router.db of RANCID, CSV or list of Oxidized, JSON of LibreNMS, NetBox or Ansible, hosts.yaml of Nornir; `-` is stdin",
    )
    .addOption(
      new Option("--format <format>", "what the file is (default: told from it)").choices(listFormats),
    )
    .option("--map <columns>", "columns of an Oxidized CSV, as in name:0,ip:1,model:2", columns)
    .option("--out <file>", "write into this new file (default: stdout)")
    .action((file: string, options: ImportOptions) => importList(context, file, options));
  return manual(command, [
    [
      "mirrorwatch devices import /var/lib/rancid/core/router.db --out core.yaml",
      "the devices of a RANCID group",
    ],
    ["ansible-inventory --list | mirrorwatch devices import -", "those of Ansible"],
  ]);
}

function importList(context: CommandContext, file: string, { format, map, out }: ImportOptions): void {
  const found = foreignDevices(file, textOf(context, file), format, map);
  const osOf = osByAlias(context.catalog());
  const known = found.filter(({ active, name, model }) => active && name !== "" && osOf(model) !== undefined);
  const left = found.filter((one) => !known.includes(one));
  const devices = Object.fromEntries(known.map((one) => [one.name, entryOf(one, osOf(one.model)!)]));
  if (context.options().json)
    context.out(json({ devices, left: left.map(({ name, model }) => ({ name, model })) }));
  else if (out === undefined) context.out(stringify(devices));
  else writeNewFile(resolve(context.cwd, out), stringify(devices));
  for (const { name, model, active } of left) {
    const why = active
      ? `no profile goes by the name ${plain(model) || "that is not given"}`
      : "it is not active";
    context.talk(`mirrorwatch: ${plain(name) || "a device without a name"} is left out: ${why}`);
  }
}

function entryOf({ name, host, port }: ForeignDevice, os: string): unknown {
  if (host === name && port === null) return os;
  return { os, ...(host === name ? {} : { host }), ...(port === null ? {} : { port }) };
}

/** By the profiles' own names and by those that other tools give them. */
function osByAlias({ profiles }: Catalog): (model: string) => string | undefined {
  const names = new Map(
    [...profiles.values()].flatMap(({ os, aliases = [] }) =>
      [os, ...aliases].map((alias) => [spelt(alias), os] as const),
    ),
  );
  return (model) => names.get(spelt(model));
}

/** `Cisco IOS-XE`, `cisco_ios_xe` and `cisco-ios-xe` are one word. */
function spelt(model: string): string {
  return model.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

function textOf(context: CommandContext, file: string): string {
  const path = file === "-" ? 0 : resolve(context.cwd, file);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault({
      code: "devices-unreadable",
      where: file,
      what: `the list cannot be read (${(cause as Error).message})`,
      remedy: "check the path and that this user may read it",
      cause,
    });
  }
}

function columns(text: string): ColumnMap {
  const map = Object.fromEntries(text.split(",").map((part) => part.trim().split(":")));
  const numbers = Object.fromEntries(Object.entries(map).map(([key, value]) => [key, Number(value)]));
  const { name, ip, model } = numbers;
  const given = [name, model, ip ?? 0].every((one) => Number.isInteger(one) && Number(one) >= 0);
  if (!given)
    throw new InvalidArgumentError(
      "It is NAME:COLUMN for name and model, and ip where there is one; columns count from 0.",
    );
  return { name: name!, model: model!, ...(ip === undefined ? {} : { ip }) };
}
