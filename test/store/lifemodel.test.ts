import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import type { FindingState, FindingStep } from "../../src/model/finding.ts";
import { openDatabase } from "../../src/store/database.ts";
import { storeOn } from "../../src/store/sqlitestore.ts";
import type { Store } from "../../src/store/store.ts";
import { approval, snapshotOf, span } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** The life of one session's finding, as the documentation tells it. */
interface Model {
  state: FindingState | "none";
  /** What the finding showed last. */
  shown: number;
  approved: boolean;
  steps: FindingStep[];
}

interface Real {
  readonly store: Store;
  /** Seconds since the beginning; each command takes one. */
  now: number;
}

const port = (shape: number) =>
  span({ destinations: [{ kind: "interface", name: `GigabitEthernet1/0/${24 + shape}` }] });
const tick = (real: Real) => new Date(Date.UTC(2026, 2, 1) + 1000 * ++real.now).toISOString();

function take(model: Model, step: FindingStep, state: FindingState): void {
  model.steps.push(step);
  model.state = state;
}

type Command = fc.Command<Model, Real>;

/** An audit that sees the session in one of two shapes, of which the first can be approved; or does not see it. */
class Audit implements Command {
  readonly shape: number | undefined;
  readonly complete: boolean;
  constructor(shape: number | undefined, complete: boolean) {
    this.shape = shape;
    this.complete = complete;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    const at = tick(real);
    const sessions = this.shape === undefined ? [] : [port(this.shape)];
    const snapshot = snapshotOf(sessions, { complete: this.complete });
    const verdicts = judgeSnapshot(snapshot, real.store.baseline(), real.store.sessions("core1"), at);
    real.store.recordSnapshot({ snapshot, hash: "", origin: "", verdicts, by: "audit", at });
    const covered = this.shape === undefined || (this.shape === 0 && model.approved);
    if (covered && this.complete && model.state !== "none" && model.state !== "resolved")
      take(model, "resolved", "resolved");
    if (!covered) this.seen(model);
    compare(model, real);
  }
  seen(model: Model): void {
    const shown = this.shape! * 2 + Number(model.approved);
    if (model.state === "none") take(model, "opened", "open");
    else if (model.state === "resolved") take(model, "reopened", "open");
    else if (model.shown !== shown) take(model, "changed", "open");
    model.shown = shown;
  }
  toString(): string {
    return `audit ${this.shape ?? "absent"} ${this.complete ? "complete" : "incomplete"}`;
  }
}

class Step implements Command {
  readonly name: "acknowledge" | "resolve" | "approve" | "revoke";
  constructor(name: "acknowledge" | "resolve" | "approve" | "revoke") {
    this.name = name;
  }
  check(): boolean {
    return true;
  }
  run(model: Model, real: Real): void {
    const { store } = real;
    const at = tick(real);
    const id = store.findings({ device: "core1" }).find(({ kind }) => kind !== "blind")?.id ?? "f-0";
    const unresolved = model.state === "open" || model.state === "acknowledged";
    if (this.name === "acknowledge") {
      store.acknowledge(id, "ann", "", at);
      if (model.state === "open") take(model, "acknowledged", "acknowledged");
    } else if (this.name === "resolve") {
      store.resolve(id, "ann", "", at);
      if (unresolved) take(model, "resolved", "resolved");
    } else if (this.name === "approve") {
      store.approve([approval()], "ann", at);
      if (unresolved && model.shown < 2 && !model.approved) take(model, "resolved", "resolved");
      model.approved = true;
    } else {
      store.revoke(approval().id, "ann", "", at);
      model.approved = false;
    }
    compare(model, real);
  }
  toString(): string {
    return this.name;
  }
}

function compare(model: Model, { store }: Real): void {
  const finding = store.findings({ device: "core1" }).find(({ kind }) => kind !== "blind");
  assert.equal(finding?.state ?? "none", model.state);
  const steps = finding ? store.findingHistory(finding.id).map(({ step }) => step) : [];
  assert.deepEqual(steps, model.steps);
  const events = store
    .outbox(1000)
    .filter(({ event }) => "finding" in event && event.finding.id === finding?.id);
  assert.deepEqual(
    events.map(({ event }) => event.step),
    model.steps,
  );
}

test("a finding lives as the documentation tells, each step with exactly one event, whatever the order of things", (t) => {
  const database = openDatabase(join(temporaryFolder(t), "model.db"));
  // What is on the disk when is no matter here, and the many commits are.
  database.pragma("synchronous = OFF");
  const store = storeOn(database);
  t.after(() => store.close());
  const commands = [
    fc
      .tuple(fc.constantFrom(0, 1, undefined), fc.boolean())
      .map(([shape, complete]) => new Audit(shape, complete)),
    fc
      .constantFrom("acknowledge" as const, "resolve" as const, "approve" as const, "revoke" as const)
      .map((name) => new Step(name)),
  ];
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 14 }), (list) => {
      for (const table of [
        "finding_step",
        "finding",
        "outbox",
        "approval",
        "approval_step",
        "session",
        "snapshot",
        "device",
      ]) {
        database.exec(`DELETE FROM ${table}`);
      }
      const model: Model = { state: "none", shown: -1, approved: false, steps: [] };
      fc.modelRun(() => ({ model, real: { store, now: 0 } }), list);
    }),
    { numRuns: 150 },
  );
});
