import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostKey, type FakeDevice } from "./fakedevice.ts";

export interface FleetDevice {
  readonly name: string;
  readonly os: string;
  readonly device: Pick<FakeDevice, "port">;
  /** More keys of the entry, as YAML flow: `algorithms: legacy`. */
  readonly more?: string;
}

/** Settings, secrets and known host keys for fake devices, in a folder. `more` is YAML on the top level. */
export function writeFleet(folder: string, devices: readonly FleetDevice[], more = ""): void {
  writeFileSync(join(folder, "password"), "s3cret-Password\n", { mode: 0o600 });
  writeFileSync(join(folder, "enable"), "en4ble-Secret\n", { mode: 0o600 });
  const entries = devices.map(
    ({ name, os, device, more: keys = "" }) =>
      `  ${name}: { os: ${os}, host: 127.0.0.1, port: ${device.port}${keys === "" ? "" : `, ${keys}`} }`,
  );
  writeFileSync(
    join(folder, "mirrorwatch.yaml"),
    `credentials:
  lab: { user: puller, password: { file: password }, enable: { file: enable } }
devices:
${entries.join("\n")}
${/^pull:/m.test(more) ? "" : "pull: { knownHosts: known_hosts }\n"}${more}
`,
  );
  const lines = devices.map(({ device }) => knownLine(device));
  writeFileSync(join(folder, "known_hosts"), lines.join(""));
}

export function knownLine({ port }: Pick<FakeDevice, "port">, key = hostKey.public): string {
  return `[127.0.0.1]:${port} ${key.split(" ").slice(0, 2).join(" ")}\n`;
}
