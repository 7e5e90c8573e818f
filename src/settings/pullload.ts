import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { RawCredential, RawDevice, RawJump, RawPull } from "./pullschema.ts";
import type { CredentialSet, DeviceEntry, HostEntry, PullSettings, SecretSource } from "./pullsettings.ts";

type Absolute = (path: string) => string;
type Raw = Partial<Record<"env" | "file" | "systemd", string | undefined>> & {
  readonly command?: readonly string[] | undefined;
};

export function credentialSets(
  raw: Readonly<Record<string, RawCredential>>,
  at: Absolute,
): Map<string, CredentialSet> {
  const resolved = ({ user, password, key, passphrase, agent, enable }: RawCredential): CredentialSet => ({
    user,
    password: secretSource(password, at),
    key: key === undefined ? null : at(home(key)),
    passphrase: secretSource(passphrase, at),
    agent: typeof agent === "string" ? at(home(agent)) : agent,
    enable: secretSource(enable, at),
  });
  return new Map(Object.entries(raw).map(([name, set]) => [name, resolved(set)]));
}

export function secretSource(raw: Raw | undefined, at: Absolute): SecretSource | null {
  if (raw === undefined) return null;
  if (raw.file !== undefined) return { file: at(home(raw.file)) };
  if (raw.env !== undefined) return { env: raw.env };
  if (raw.systemd !== undefined) return { systemd: raw.systemd };
  return { command: raw.command ?? [] };
}

/** By name in lower case. */
export function deviceEntries(raw: Readonly<Record<string, RawDevice>>): Map<string, DeviceEntry> {
  return new Map(
    Object.entries(raw).map(([name, entry]) => [
      name.toLowerCase(),
      { ...hostEntry(name, entry), name, os: entry.os, jump: entry.jump ?? null },
    ]),
  );
}

export function hostEntry(name: string, raw: RawJump): HostEntry {
  return {
    host: raw.host ?? name,
    port: raw.port,
    credentials: raw.credentials ?? null,
    algorithms: raw.algorithms ?? null,
    fingerprint: raw.fingerprint ?? null,
  };
}

export function pullSettings(raw: RawPull, at: Absolute): PullSettings {
  const usual = [at("known_hosts"), "/etc/ssh/ssh_known_hosts", join(homedir(), ".ssh", "known_hosts")];
  return {
    credentials: raw.credentials ?? null,
    jump: raw.jump ?? null,
    algorithms: raw.algorithms,
    hostKeys: raw.hostKeys,
    knownHosts: raw.knownHosts?.map((path) => at(home(path))) ?? usual,
    limits: raw.limits,
    onChange: raw.onChange,
  };
}

/** `~/…` is the home folder of who runs it. */
function home(path: string): string {
  return !isAbsolute(path) && path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
