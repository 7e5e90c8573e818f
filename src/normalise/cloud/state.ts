import type { Json } from "../../model/json.ts";
import type { MirrorSession } from "../../model/session.ts";
import type { SnapshotRecord } from "../../model/snapshot.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { byName } from "../order.ts";
import { awsState } from "./awsstate.ts";
import { azureState } from "./azurestate.ts";
import { gcpState } from "./gcpstate.ts";
import type { CloudState, StateSession } from "./listing.ts";

export interface StateOptions {
  /** What a listing belongs to that names neither account nor region. */
  readonly scope?: string;
  /** Scopes of earlier days: one that lies in a listed account and has nothing any more is empty, not unknown. */
  readonly known?: readonly { readonly scope: string; readonly cloud: string }[];
}

const listed = "the clouds' own listing, with all pages of it";

/** One snapshot for each scope that the listings speak of. */
export function cloudSnapshots(
  documents: readonly Json[],
  options: StateOptions = {},
): readonly SnapshotRecord[] {
  return [awsState, azureState, gcpState]
    .flatMap((read) => read(documents, options.scope) ?? [])
    .flatMap((state) => snapshotsOf(state, options.known ?? []))
    .sort((a, b) => byName(a.device, b.device));
}

function snapshotsOf(
  state: CloudState,
  known: NonNullable<StateOptions["known"]>,
): readonly SnapshotRecord[] {
  const accounts = new Set(state.scopes.map(accountOf));
  const former = known.filter(({ scope, cloud }) => cloud === state.cloud && accounts.has(accountOf(scope)));
  const scopes = new Map<string, string>();
  for (const scope of [
    ...state.scopes,
    ...state.sessions.map((one) => one.scope),
    ...former.map((one) => one.scope),
  ])
    if (!scopes.has(scope.toLowerCase())) scopes.set(scope.toLowerCase(), scope);
  return [...scopes].map(([key, scope]) => {
    const blind = state.blind.get(key) ?? state.blind.get("*");
    const sessions = state.sessions.filter((one) => one.scope.toLowerCase() === key);
    return {
      device: scope,
      os: state.cloud,
      complete: blind === undefined,
      completeness: blind ?? listed,
      sessions: sessions.map(({ session }) => finished(session)).sort((a, b) => byName(a.name, b.name)),
      unread: [],
      indicators: [],
    };
  });
}

function accountOf(scope: string): string {
  return scope.toLowerCase().split("/")[0]!;
}

function finished(session: StateSession["session"]): MirrorSession {
  const { name, mechanism, state, sources, destinations, filters, options } = session;
  const whole = { name, mechanism, reach: "address" as const, state, sources, destinations, filters };
  const record = options === undefined || Object.keys(options).length === 0 ? whole : { ...whole, options };
  return { ...record, lines: [], fingerprint: fingerprintOf(record) };
}
