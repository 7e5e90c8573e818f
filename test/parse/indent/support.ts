import { loadProfile, type Profile } from "../../../src/parse/profile.ts";
import type { Accepts, Flattened } from "../../../src/parse/reading.ts";
import { flattenIndent } from "../../../src/parse/indent/flatten.ts";

const devices = new URL("../../../devices/", import.meta.url).pathname;

export const ios = loadProfile(`${devices}cisco-ios.yaml`);
export const iosxr = loadProfile(`${devices}cisco-iosxr.yaml`);
export const nxos = loadProfile(`${devices}cisco-nxos.yaml`);
export const eos = loadProfile(`${devices}arista-eos.yaml`);

/** A rough grammar: which flat lines are statements. The scanner may not depend on more than this. */
const statements: Readonly<Record<string, readonly RegExp[]>> = {
  "cisco-ios": [
    /^(no )?mon\S* s\S* \d+ (so\S*|d\S*) (in\S*|vlan|rem\S* vlan) [^\t]+$/i,
    /^(no )?mon\S* s\S* \d+( type \S+)?$/i,
    /^mon\S* s\S* \d+ type erspan-source\t(source (interface|vlan) [^\t]+|(no )?shut\S*|description [^\t]+|destination)$/,
    /^mon\S* s\S* \d+ type erspan-source\tdestination\t(erspan-id \d+|ip address \S+|origin ip address \S+)$/,
    /^monitor session \d+ type erspan-destination\t(destination interface [^\t]+|(no )?shut\S*|source)$/,
    /^monitor session \d+ type erspan-destination\tsource\t(erspan-id \d+|ip address \S+)$/,
    /^ip traffic-export profile \S+( mode \S+)?$/,
    /^ip traffic-export profile \S+\t(interface \S+|bidirectional|mac-address \S+)$/,
    /^interface \S+\t(ip traffic-export apply \S+|switchport capture|tunnel (destination|source) \S+)$/,
    /^vlan \S+\tremote-span$/,
  ],
  "cisco-iosxr": [
    /^monitor-session \S+ ethernet( destination [^\t]+)?$/,
    /^monitor-session \S+ ethernet\tdestination [^\t]+$/,
    /^interface \S+(\tl2transport)?\tmonitor-session \S+ ethernet( direction \S+)?( port-level)?$/,
    /^interface \S+(\tl2transport)?\tmonitor-session \S+ ethernet\tacl$/,
    /^l2vpn\txconnect group \S+\tp2p \S+\t(monitor-session \S+|neighbor ipv4 [^\t]+)$/,
    /^interface \S+\ttunnel (destination|source) \S+$/,
  ],
  "cisco-nxos": [
    /^(no )?monitor session \d+( type \S+)?$/,
    /^monitor session \d+( type \S+)?\t((source|destination) [^\t]+|no shut|description[^\t]*)$/,
    /^interface \S+\tswitchport monitor$/,
  ],
  "arista-eos": [/^monitor session \S+ (source|destination) [^\t]+$/],
};

export function accepts(profile: Profile): Accepts {
  return (flat) => statements[profile.os]!.some((statement) => statement.test(flat));
}

export function flatten(profile: Profile, text: string | Uint8Array): Flattened {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  return flattenIndent(bytes, profile, accepts(profile));
}

/** `3 monitor session 1 > destination` for each claimed line. */
export function claimed(profile: Profile, text: string | Uint8Array): readonly string[] {
  return flatten(profile, text).lines.map(({ line, text }) => `${line} ${text.replaceAll("\t", " > ")}`);
}
