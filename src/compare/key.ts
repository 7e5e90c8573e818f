import { createHash } from "node:crypto";
import type { Approval } from "../model/approval.ts";
import type { MirrorSession } from "../model/session.ts";
import { deviceKey } from "./baseline.ts";

// A key names a condition, not its details: what the condition is about, and nothing that may differ at the next look.

/** The condition that a session is not approved; `unexpected`, `changed` and `expired` are degrees of it. */
export function sessionKey(device: string, session: MirrorSession): string {
  return key("session", device, session.context ?? "", mechanismFamily(session.mechanism), session.name);
}

/** The condition that commands were typed which no approval covers. */
export function commandKey(kind: string, device: string, session: MirrorSession | undefined): string {
  return key(
    kind,
    device,
    session?.context ?? "",
    session ? mechanismFamily(session.mechanism) : "",
    session?.name ?? "",
  );
}

/** The condition that a required session is gone. Owner, dates and reason of its approval may change meanwhile. */
export function missingKey(device: string, approval: Approval): string {
  const { context = "", mechanism = "", session, sources, destinations } = approval;
  const ends = session.includes("*") ? JSON.stringify([sources, destinations]) : "";
  return key("missing", device, context, mechanism, session, ends);
}

/** The condition that a device shows a session otherwise than its config states it. */
export function vantageKey(device: string, session: MirrorSession): string {
  return key("vantage", device, session.context ?? "", mechanismFamily(session.mechanism), session.name);
}

/** A condition that a text makes, wherever it stands. */
export function textKey(kind: string, device: string, text: string): string {
  return key(kind, device, text.trim().replace(/\s+/g, " "));
}

/** SPAN, RSPAN and ERSPAN sessions share one set of numbers: session 1 that turns from SPAN to ERSPAN is still session 1. */
export function mechanismFamily(mechanism: string): string {
  return /^(?:er|r)?span\b/.test(mechanism) ? "span" : mechanism;
}

function key(kind: string, device: string, ...parts: readonly string[]): string {
  const text = JSON.stringify([deviceKey(device), ...parts]);
  return `${kind}-${createHash("sha256").update(text).digest("hex").slice(0, 20)}`;
}
