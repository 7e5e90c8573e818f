import type { MirrorEvent } from "../../src/model/event.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { MirrorSession } from "../../src/model/session.ts";

/** An ERSPAN session to an address; parts can be replaced. */
export function anErspanSession(parts: Partial<MirrorSession> = {}): MirrorSession {
  return {
    name: "4",
    mechanism: "erspan-source",
    reach: "address",
    state: "active",
    sources: [{ kind: "interface", name: "GigabitEthernet1/0/1", direction: "rx" }],
    destinations: [{ kind: "address", address: "198.51.100.7", erspanId: 7, origin: "192.0.2.1" }],
    filters: [],
    lines: [12, 13],
    fingerprint: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ...parts,
  };
}

export function aFinding(parts: Partial<Finding> = {}): Finding {
  return {
    id: "f-3k9x2a",
    kind: "unexpected",
    device: "core-sw1",
    os: "cisco-ios",
    session: "4",
    key: "unexpected/core-sw1/4",
    severity: 8,
    why: "no approval covers ERSPAN session 4",
    observed: anErspanSession(),
    differences: [],
    actor: "netadmin",
    from: "192.0.2.10",
    lines: [12, 13],
    state: "open",
    firstSeen: "2026-11-24T02:20:00.000Z",
    lastSeen: "2026-11-24T02:20:00.000Z",
    ...parts,
  };
}

export function anEvent(
  parts: Partial<Omit<MirrorEvent, "finding">> & { finding?: Partial<Finding> } = {},
): MirrorEvent {
  return {
    uuid: "6f1c1f9e-3b63-4a52-9a6e-0d5f2f0e4c11",
    at: "2026-11-24T02:20:00.000Z",
    step: "opened",
    by: "watch",
    ...parts,
    finding: aFinding(parts.finding),
  };
}
