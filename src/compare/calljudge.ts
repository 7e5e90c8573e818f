import type { Approval } from "../model/approval.ts";
import type { CloudCall } from "../model/cloudcall.ts";
import type { Verdict } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { MirrorSession } from "../model/session.ts";
import { accountIn } from "../normalise/cloud/awscopy.ts";
import { callObservation, isDone } from "../normalise/cloud/callobservation.ts";
import type { KnownCall } from "../normalise/cloud/calls.ts";
import { type Baseline, baselineOf } from "./baseline.ts";
import { commandKey } from "./key.ts";
import { type Standing, standing } from "./sessionjudge.ts";
import { sessionWeights, severityOf } from "./severity.ts";

/** A call as it is judged: what is stored of it, and the verdict; without one it is approved. */
export interface JudgedCall {
  readonly call: CloudCall;
  readonly observation: Observation;
  readonly verdict?: Verdict;
  /** The approval that covers it. */
  readonly approval?: Approval;
}

export interface CallJudging {
  /** Accounts, subscriptions and projects that are ours; empty: not told. */
  readonly accounts: readonly string[];
  /** ISO 8601 */
  readonly now: string;
}

/** Judges a call that an audit log showed. */
export function judgeCall(
  known: KnownCall,
  approvals: readonly Approval[] | Baseline,
  judging: CallJudging,
): JudgedCall {
  const baseline = "forSession" in approvals ? approvals : baselineOf(approvals);
  const observation = callObservation(known, judging.now);
  return { call: known.call, observation, ...judgeCallObservation(observation, baseline, judging) };
}

/**
 * Judges the observation of a call. An approval covers it that names its scope and what it was made on, admits where the copy
 * goes, and, where it lists principals, who called. A failed, denied or tried-out call is an `attempt`.
 */
export function judgeCallObservation(
  observation: Observation,
  baseline: Baseline,
  { accounts, now }: CallJudging,
): Pick<JudgedCall, "verdict" | "approval"> {
  const { call, session } = observation;
  if (!call || !session) return {};
  const candidates = baseline.forSession(observation.device, session.name);
  const found = standing(session, candidates, now, true);
  const foreign = foreignTarget(session, call.record.scope, accounts);
  if (found.kind === "approved" && foreign === undefined) return { approval: found.approval };
  const kind = isDone(call.record) ? "command" : "attempt";
  const severity = severityOf(kind, [
    ...sessionWeights(session, candidates, [], baseline.collectors?.()),
    ...callWeights(call, session, accounts),
  ]);
  const approval = found.kind === "unexpected" ? found.nearest : found.approval;
  const verdict: Verdict = {
    kind,
    device: observation.device,
    os: observation.os,
    session: session.name,
    // Taking copying away must not make light of who began it.
    key: commandKey(call.record.effect === "delete" ? `${kind}-delete` : kind, observation.device, session),
    ...severity,
    why: why(observation, call.record, found),
    observed: session,
    differences: "differences" in found ? found.differences : [],
    ...(approval ? { approvalId: approval.id } : {}),
    ...(foreign === undefined ? {} : { unapprovable: true }),
    ...(observation.actor === undefined ? {} : { actor: observation.actor }),
    ...(observation.from === undefined ? {} : { from: observation.from }),
    commands: observation.commands,
    lines: [],
  };
  return { verdict };
}

type Weight = readonly [points: number, reason: string];

function callWeights(
  { record, copies }: NonNullable<Observation["call"]>,
  session: MirrorSession,
  accounts: readonly string[],
): Weight[] {
  const { actor, scope, effect, outcome } = record;
  const weights: Weight[] = [];
  if (actor === null) weights.push([1, "nobody knows who did it"]);
  else weights.push(...actorWeights(actor, scope, accounts));
  const foreign = foreignTarget(session, scope, accounts);
  if (foreign !== undefined) weights.push([3, `the target belongs to account ${foreign}, which is not ours`]);
  if (effect === "delete") weights.push([-2, "it takes copying away"]);
  else if (!copies) weights.push([-2, "it copies nothing by itself"]);
  if (outcome === "dry-run") weights.push([-1, "it was only tried out"]);
  return weights;
}

/** Who acts for another account, or with the powers of an account's root, is worth a look whatever was done. */
function actorWeights(actor: string, scope: string | null, accounts: readonly string[]): Weight[] {
  const account = accountIn(actor) ?? (/^\d{12}$/.test(actor) ? actor : null);
  const weights: Weight[] = [];
  if (account !== null && isForeign(account, scope, accounts))
    weights.push([2, `the caller is of account ${account}, which is not ours`]);
  if (/:root$/.test(actor)) weights.push([1, "the root user of the account did it"]);
  return weights;
}

/** The account that owns the target of a copy, when it is not ours. */
export function foreignTarget(
  { destinations }: Pick<MirrorSession, "destinations">,
  scope: string | null,
  accounts: readonly string[],
): string | undefined {
  return destinations
    .map(({ owner }) => owner)
    .find((owner) => owner !== undefined && isForeign(owner, scope, accounts));
}

/** Without a list of our own accounts, ours is the one that the call was made in. */
function isForeign(account: string, scope: string | null, accounts: readonly string[]): boolean {
  const own = accounts.length > 0 ? accounts : [(scope ?? "").split("/")[0]!];
  return !own.some((one) => one.toLowerCase() === account.toLowerCase());
}

const outcomes: Readonly<Record<CloudCall["outcome"], string>> = {
  success: "called",
  started: "started (no record tells how it ended)",
  failure: "tried without success",
  denied: "was denied",
  "dry-run": "tried out (dry run)",
};

function why({ actor, from, at, commands }: Observation, { outcome }: CloudCall, found: Standing): string {
  const who = `${actor ?? "somebody"}${from === undefined ? "" : ` from ${from}`}`;
  return `at ${at} ${who} ${outcomes[outcome]}: ${commands.join(" / ")}; ${inWords(found)}`;
}

function inWords(found: Standing): string {
  if (found.kind === "approved") return `approval ${found.approval.id} covers it, but not a target of others`;
  if (found.kind === "expired") return `approval ${found.approval.id} ended on ${found.approval.until}`;
  const [first] = found.differences;
  const approval = found.kind === "changed" ? found.approval : found.nearest;
  return approval && first ? `this exceeds approval ${approval.id}: ${first.words}` : "no approval covers it";
}
