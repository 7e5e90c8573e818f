import type { Destination, Reach } from "../model/session.ts";
import { cutSecrets } from "../parse/syslog/secret.ts";
import type { Draft } from "./draft.ts";
import { endText, ordered } from "./endorder.ts";
import { byName, byText } from "./order.ts";
import type { Words } from "./words.ts";

/** Where the copy goes, each place once. Some ways of copying have a place without being told. */
export function finishDestinations(
  draft: Draft,
  mechanism: string,
  receives: boolean,
  words: Words,
): Destination[] {
  const farEnd = receives ? draft.receiver : { ...draft.transport, ...draft.receiver };
  const merged = new Map<string, Destination>();
  for (const destination of draft.destinations) {
    const whole = destination.kind === "address" ? { ...farEnd, ...destination } : destination;
    const { ingress, ...rest } = withoutSecret(whole);
    const key = endText(rest);
    merged.set(key, { ...rest, ...(ingress || merged.get(key)?.ingress ? { ingress: true } : {}) });
  }
  const name = words.defaultFile(mechanism);
  if (merged.size === 0 && name !== undefined) return [{ kind: "file", name }];
  return [...merged.values()]
    .map(ordered)
    .map((end) => ({ end, text: endText(end) }))
    .sort(({ end: a, text: left }, { end: b, text: right }) => byText(a.kind, b.kind) || byName(left, right))
    .map(({ end }) => end);
}

/** A file may lie on a server, with the password for it in its name. */
function withoutSecret(destination: Destination): Destination {
  const { kind, name } = destination;
  return kind === "file" && name !== undefined ? { ...destination, name: cutSecrets(name) } : destination;
}

const reaches: Readonly<Record<Destination["kind"], Reach>> = {
  address: "address",
  pseudowire: "pseudowire",
  vlan: "vlan",
  interface: "port",
  "load-balancer": "address",
  endpoint: "address",
  target: "address",
  module: "module",
  cpu: "module",
  file: "file",
};

const farthestFirst: readonly Reach[] = ["address", "pseudowire", "vlan", "port", "module", "file"];

/** The farthest place that the copy reaches. */
export function farthest(destinations: readonly Destination[]): Reach {
  const reached = new Set(destinations.map(({ kind }) => reaches[kind]));
  return farthestFirst.find((reach) => reached.has(reach)) ?? "none";
}
