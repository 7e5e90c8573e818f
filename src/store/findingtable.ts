import { createHash, randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3";
import { deviceKey } from "../compare/baseline.ts";
import type { MirrorEvent } from "../model/event.ts";
import type { Finding, FindingState, FindingStep, Verdict } from "../model/finding.ts";
import { isPattern, literal, matches } from "../model/pattern.ts";
import { digest, nextStep, stateAfter } from "./life.ts";
import { byPrefix } from "./prefix.ts";
import type { FindingHistoryRow, StepTaken } from "./store.ts";

export type FindingTable = ReturnType<typeof findingTable>;

interface Row {
  readonly id: number;
  readonly uid: string;
  readonly state: FindingState;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly digest: string;
  readonly held_at: string | null;
  readonly body: string;
}

interface FilterRow {
  readonly device?: string | undefined;
  readonly kind?: string | null;
  readonly state?: string | null;
}

/** Who takes a step, when, and what they say. */
export interface Act {
  readonly by: string;
  readonly at: string;
  readonly comment: string;
}

const columns = "id, uid, state, first_seen, last_seen, digest, held_at, body";

/** Whose step it is when a held change becomes one. */
const holder = "watch";

/** Findings, their history and the events that they make. Its writes expect to run inside a transaction. */
export function findingTable(database: Database) {
  const byKey = database.prepare<[string], Row>(`SELECT ${columns} FROM finding WHERE key = ?`);
  const byUid = database.prepare<[string], Row>(`SELECT ${columns} FROM finding WHERE uid = ?`);
  const unresolved = database.prepare<[string], Row>(
    `SELECT ${columns} FROM finding WHERE device = ? AND state <> 'resolved' ORDER BY id`,
  );
  const unresolvedKinds = database.prepare<[string], Row>(
    `SELECT ${columns} FROM finding WHERE state IN ('open', 'acknowledged')
     AND kind IN (SELECT value FROM json_each(?)) ORDER BY id`,
  );
  const unresolvedCount = database
    .prepare<[], number>("SELECT count(*) FROM finding WHERE state IN ('open', 'acknowledged')")
    .pluck();
  const filtered = database.prepare<[Record<string, string | null>], Row>(
    `SELECT ${columns} FROM finding WHERE (:device IS NULL OR device = :device)
     AND (:kind IS NULL OR kind = :kind) AND (:state IS NULL OR state = :state) ORDER BY id`,
  );
  const insert = database.prepare(
    `INSERT INTO finding (uid, key, device, session, kind, state, severity, first_seen, last_seen, digest, body)
     VALUES (:uid, :key, :device, :session, :kind, :state, :severity, :first, :last, :digest, :body)`,
  );
  const update = database.prepare(
    `UPDATE finding SET kind = :kind, state = :state, severity = :severity, last_seen = :last, digest = :digest,
     held_at = NULL, body = :body WHERE key = :key`,
  );
  const setState = database.prepare<[string, number]>("UPDATE finding SET state = ? WHERE id = ?");
  const addStep = database.prepare<[string, string, string, string, string, string]>(
    `INSERT INTO finding_step (finding, step, by, at, comment, event)
     SELECT id, ?, ?, ?, ?, ? FROM finding WHERE uid = ?`,
  );
  const addEvent = database.prepare<[string, string, string]>(
    "INSERT INTO outbox (uuid, at, event) VALUES (?, ?, ?)",
  );
  const history = database.prepare<[string, string], FindingHistoryRow>(
    `SELECT step, by, at, comment FROM (
       SELECT step, by, at, comment, 0 AS spoken, seq AS place FROM finding_step
       WHERE finding = (SELECT id FROM finding WHERE uid = ?)
       UNION ALL
       SELECT 'commented', by, at, comment, 1, id FROM finding_comment
       WHERE finding = (SELECT id FROM finding WHERE uid = ?))
     ORDER BY at, spoken, place`,
  );
  const addComment = database.prepare<[number, string, string, string]>(
    "INSERT INTO finding_comment (finding, by, at, comment) VALUES (?, ?, ?, ?)",
  );
  const putHeld = database.prepare(
    `UPDATE finding SET severity = :severity, last_seen = max(last_seen, :at), body = :body,
     held_at = coalesce(held_at, :at) WHERE id = :id`,
  );
  const held = database.prepare<[string], Row>(
    `SELECT ${columns} FROM finding WHERE held_at <= ? ORDER BY held_at, id`,
  );
  const unhold = database.prepare<[string, number]>(
    "UPDATE finding SET held_at = NULL, digest = ? WHERE id = ?",
  );
  const find = byPrefix(database, "finding", "f-");

  function take(step: FindingStep, finding: Finding, { by, at, comment }: Act): StepTaken {
    const event: MirrorEvent = { uuid: randomUUID(), at, step, by, finding };
    addStep.run(step, by, at, comment, event.uuid, finding.id);
    addEvent.run(event.uuid, at, JSON.stringify(event));
    return { step, finding, event };
  }

  function put(verdict: Verdict, row: Row | undefined, step: FindingStep | undefined, at: string): Finding {
    const state = step ? stateAfter(step) : row!.state;
    const last = row && row.last_seen > at ? row.last_seen : at;
    const finding = {
      ...verdict,
      id: row?.uid ?? uidOf(verdict.key),
      state,
      firstSeen: row?.first_seen ?? at,
    };
    (row ? update : insert).run({
      ...(row
        ? {}
        : { uid: finding.id, device: deviceKey(verdict.device), session: verdict.session, first: at }),
      key: verdict.key,
      kind: verdict.kind,
      state,
      severity: verdict.severity,
      last,
      digest: digest(verdict),
      body: JSON.stringify(verdict),
    });
    return { ...finding, lastSeen: last };
  }

  /** Makes a step of a change that was held; undefined when what was held is no change any more. */
  function release(row: Row, at: string): StepTaken | undefined {
    const finding = read(row);
    const now = digest(finding);
    unhold.run(now, row.id);
    return now === row.digest ? undefined : take("changed", finding, { by: holder, at, comment: "" });
  }

  /** What is held is told before the next step is. */
  function settled(row: Row | undefined, at: string): Row | undefined {
    if (row && row.held_at !== null) release(row, at);
    return row;
  }

  return {
    get(id: string): Finding | undefined {
      const uid = find(id);
      return uid === undefined ? undefined : read(byUid.get(uid)!);
    },
    list({ device, kind = null, state = null }: FilterRow): readonly Finding[] {
      const exact = device === undefined || isPattern(device) ? null : deviceKey(literal(device));
      const found = filtered.all({ device: exact, kind, state }).map(read);
      if (device === undefined || exact !== null) return found;
      return found.filter((finding) => matches(deviceKey(device), deviceKey(finding.device)));
    },
    unresolvedCount: () => unresolvedCount.get()!,
    unresolvedOn: (device: string): readonly Finding[] => unresolved.all(deviceKey(device)).map(read),
    unresolvedOfKinds: (kinds: readonly string[]): readonly Finding[] =>
      unresolvedKinds.all(JSON.stringify(kinds)).map(read),
    /** Opens, changes or refreshes the finding that a verdict makes. An old text, though, reopens nothing. */
    apply(verdict: Verdict, act: Act, old: boolean, hold = false): StepTaken | undefined {
      const row = byKey.get(verdict.key);
      if (old && row?.state === "resolved") return undefined;
      const whole = withActor(verdict, row);
      const step = nextStep(row, whole);
      if (hold && row?.state === "open" && step === "changed" && whole.kind === "command") {
        const body = JSON.stringify(whole);
        putHeld.run({ id: row.id, severity: whole.severity, at: act.at, body });
        return undefined;
      }
      const finding = put(whole, row, step, act.at);
      return step && take(step, finding, act);
    },
    acknowledge(id: string, act: Act): StepTaken | undefined {
      const row = settled(byUid.get(find(id) ?? ""), act.at);
      if (row?.state !== "open") return undefined;
      setState.run("acknowledged", row.id);
      return take("acknowledged", { ...read(row), state: "acknowledged" }, act);
    },
    resolve(id: string, act: Act): StepTaken | undefined {
      const row = settled(byUid.get(find(id) ?? ""), act.at);
      if (!row || row.state === "resolved") return undefined;
      setState.run("resolved", row.id);
      return take("resolved", { ...read(row), state: "resolved" }, act);
    },
    releaseHeld: (before: string, at: string): readonly StepTaken[] =>
      held.all(before).flatMap((row) => release(row, at) ?? []),
    comment(id: string, { by, at, comment }: Act): boolean {
      const row = byUid.get(find(id) ?? "");
      if (row) addComment.run(row.id, by, at, comment);
      return row !== undefined;
    },
    history(id: string): readonly FindingHistoryRow[] {
      const uid = find(id);
      return uid === undefined ? [] : history.all(uid, uid);
    },
  };
}

/** A config does not say who typed it; what a log said stays known. */
function withActor(verdict: Verdict, row: Row | undefined): Verdict {
  const actor =
    verdict.actor ?? (row && row.state !== "resolved" ? (JSON.parse(row.body) as Verdict).actor : undefined);
  return actor === undefined ? verdict : { ...verdict, actor };
}

function uidOf(key: string): string {
  return `f-${createHash("sha256").update(key).digest("hex").slice(0, 12)}`;
}

function read(row: Row): Finding {
  const { uid: id, state, first_seen: firstSeen, last_seen: lastSeen } = row;
  return { ...(JSON.parse(row.body) as Verdict), id, state, firstSeen, lastSeen };
}
