import type { RecordTunnel } from "../model/record.ts";
import type { Destination } from "../model/session.ts";
import type { Statement } from "../model/statement.ts";
import { canonicalAddress } from "./address.ts";
import { addLines, type Draft } from "./draft.ts";
import { canonicalInterface } from "./interface.ts";
import type { Words } from "./words.ts";

/** What the lines of one tunnel interface say. */
interface Tunnel {
  address?: string;
  origin?: string;
  vrf?: string;
  readonly lines: number[];
}

/**
 * Resolves destinations that name a tunnel interface to the tunnel's far end: a change of the tunnel alone redirects the
 * copy, so its lines are lines of the session.
 */
export function resolveTunnels(
  drafts: Iterable<Draft>,
  statements: readonly Statement[],
  words: Words,
): void {
  const tunnels = collectTunnels(statements, words);
  for (const draft of drafts)
    draft.destinations = draft.destinations.map((destination) => {
      const tunnel =
        destination.kind === "interface" ? tunnels.get(keyOf(draft.context, destination.name)) : undefined;
      return tunnel?.address === undefined
        ? destination
        : resolved(draft, destination, tunnel, tunnel.address);
    });
}

function resolved(draft: Draft, end: Destination, tunnel: Tunnel, address: string): Destination {
  addLines(draft, tunnel.lines);
  const { kind: _, name: via, ...manners } = end;
  return {
    kind: "address",
    address,
    ...(tunnel.origin === undefined ? {} : { origin: tunnel.origin }),
    ...(tunnel.vrf === undefined ? {} : { vrf: tunnel.vrf }),
    ...manners,
    ...(via === undefined ? {} : { via }),
  };
}

function collectTunnels(statements: readonly Statement[], words: Words): Map<string, Tunnel> {
  const tunnels = new Map<string, Tunnel>();
  for (const { record, line, context, inactive } of statements) {
    if (!record.tunnel || inactive) continue;
    const name = canonicalInterface(record.tunnel.port, words.interfaces);
    const tunnel = tunnels.get(keyOf(context, name)) ?? { lines: [] };
    tunnels.set(keyOf(context, name), tunnel);
    tunnel.lines.push(line);
    say(tunnel, record.tunnel, words);
  }
  return tunnels;
}

function say(tunnel: Tunnel, { address, origin, vrf }: RecordTunnel, words: Words): void {
  if (address) tunnel.address = canonicalAddress(address);
  if (origin) tunnel.origin = canonicalInterface(origin, words.interfaces);
  if (vrf) tunnel.vrf = vrf;
}

function keyOf(context: string | undefined, name: string | undefined): string {
  return `${context ?? ""}\u0000${name ?? ""}`;
}
