// Devices that an audit should have met and has not: they must not pass for devices without mirrors.
import { isWide } from "../compare/baseline.ts";
import { validity } from "../compare/validity.ts";
import type { Approval } from "../model/approval.ts";
import { literal } from "../model/pattern.ts";
import type { FoundConfig } from "../source/configfolder.ts";
import type { KnownDevice, Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import type { Audited } from "./round.ts";

/** A device without a config now, and why that is blindness, in one sentence. */
export interface Absence {
  readonly config: FoundConfig;
  readonly device: string;
  readonly why: string;
}

/** What an audit was to look at. `whole`: these are all the configs there are. */
export interface Scope {
  readonly folders: readonly string[];
  readonly whole: boolean;
}

const gone = "its backup is gone";

/**
 * The devices of the inventory, those whose newest config came from these folders, and those that an approval requires a
 * session of. Where only a part of the folders is audited, devices of the others are left alone.
 */
export function absences(
  context: CommandContext,
  audited: readonly Audited[],
  { folders, whole }: Scope,
  store: Pick<Store, "devices" | "approvals" | "findings">,
): readonly Absence[] {
  const met = new Set(audited.flatMap(({ config, snapshot }) => [config.node, snapshot.device]).map(lower));
  const known = store.devices();
  const required = requiredDevices(store.approvals(), context.now().toISOString());
  const listed = whole ? unlisted(context, met) : [];
  for (const { config } of listed) met.add(lower(config.node));
  const vanished = vanishedDevices(known, audited, folders, met).filter(
    ({ device }) => required.has(lower(device)) || !isDismissed(device, known, store),
  );
  for (const { device } of [...vanished, ...known.map(({ name }) => ({ device: name }))])
    met.add(lower(device));
  const never = whole ? neverSeen(context, required, met) : [];
  return [...listed, ...vanished, ...never];
}

function unlisted(context: CommandContext, met: ReadonlySet<string>): readonly Absence[] {
  const { inventory, file } = context.settings();
  return [...inventory]
    .filter(([device]) => !met.has(device))
    .map(([device, { os }]) => ({
      config: { node: device, group: null, path: file ?? "", os },
      device,
      why: "the inventory lists the device, and there is no config of it in the config folders",
    }));
}

function vanishedDevices(
  known: readonly KnownDevice[],
  audited: readonly Audited[],
  folders: readonly string[],
  met: ReadonlySet<string>,
): readonly Absence[] {
  // A config that is there and bears another host name now is no backup that is gone.
  const read = new Set(audited.map(({ config }) => config.path));
  return known.flatMap(({ name, os, origin }) => {
    if (origin === null || met.has(lower(name)) || read.has(origin)) return [];
    if (!folders.some((folder) => origin === folder || origin.startsWith(`${folder}/`))) return [];
    const config = { node: name, group: null, path: origin, os: os === "unknown" ? null : os };
    return [
      { config, device: name, why: `${gone}: there is no config of it in the config folders any more` },
    ];
  });
}

/** Somebody resolved the finding that its backup is gone, as for a device that was taken out of service. */
function isDismissed(device: string, known: readonly KnownDevice[], store: Pick<Store, "findings">): boolean {
  const told = known.find(({ name }) => name === device)?.completeness?.startsWith(gone);
  return (
    told === true && store.findings({ device, kind: "blind" }).every(({ state }) => state === "resolved")
  );
}

function neverSeen(
  { settings }: CommandContext,
  required: ReadonlyMap<string, string>,
  met: ReadonlySet<string>,
): readonly Absence[] {
  const { devices, file } = settings();
  const pulled = new Set([...devices.keys()].map(lower));
  return [...required]
    .filter(([key]) => !met.has(key) && !pulled.has(key))
    .map(([, device]) => ({
      config: { node: device, group: null, path: file ?? "", os: null },
      device,
      why: "an approval requires a session of the device, and no config of it was ever seen",
    }));
}

/** By lower-case name; a slash stands in the scope of a cloud, and in no device's name. */
function requiredDevices(approvals: readonly Approval[], now: string): ReadonlyMap<string, string> {
  const names = approvals
    .filter(({ device, required }) => required && !isWide(device) && !device.includes("/"))
    .filter((approval) => validity(approval, now) === "valid")
    .map(({ device }) => literal(device));
  return new Map(names.map((name) => [lower(name), name]));
}

function lower(name: string): string {
  return name.toLowerCase();
}
