import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import Database from "better-sqlite3";
import { identifiedCollector } from "../../src/source/approvalid.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { approval } from "../support/sessions.ts";
import { temporaryFolder } from "../support/temporary.ts";

const at = "2026-03-01T00:00:00.000Z";

/** Five steps: two approvals, a collector, a change and a revocation. */
function stored(t: TestContext) {
  const file = join(temporaryFolder(t), "chain.db");
  const store = openStore(file);
  t.after(() => store.close());
  const [first] = store.approve([approval()], "ann", at);
  store.approve([approval({ device: "core2" })], "ann", at);
  const collector = identifiedCollector({
    kind: "collector",
    name: "FARM",
    destinations: [{ kind: "address", value: "10.9.0.1" }],
    owner: "soc",
    ticket: "",
    reason: "ids",
  });
  store.writeBaseline({ define: [collector] }, "bob", at);
  store.approve([approval({ ticket: "CHG-2" })], "bob", at);
  const last = store.approvals().find(({ device }) => device === "core2")!;
  store.revoke(last.id, "ann", "gone", at);
  const edit = (sql: string) => {
    const database = new Database(file);
    database.exec(sql);
    database.close();
  };
  return { store, edit, first: first! };
}

test("a history that nobody touched is whole, and its head changes with each step", (t) => {
  const { store } = stored(t);
  const report = store.verifyHistory();
  assert.deepEqual(report.broken, []);
  assert.equal(report.steps, 6);
  store.approve([approval({ device: "core3" })], "ann", at);
  const later = store.verifyHistory([report.head]);
  assert.deepEqual(later.broken, []);
  assert.notEqual(later.head, report.head);
});

const edits: readonly (readonly [what: string, sql: string, found: RegExp])[] = [
  ["a word", "UPDATE approval_step SET by = 'eve' WHERE seq = 2", /step 2 .* is not as it was written/],
  ["a body", "UPDATE approval_step SET body = replace(body, 'CHG-1', 'CHG-9') WHERE seq = 1", /step 1/],
  ["a step between", "DELETE FROM approval_step WHERE seq = 3", /1 steps before step 4/],
  ["the last step", "DELETE FROM approval_step WHERE seq = 6", /the last 1 steps are gone/],
  [
    "the order",
    "UPDATE approval_step SET seq = -1 WHERE seq = 1; UPDATE approval_step SET seq = 1 WHERE seq = 2; UPDATE approval_step SET seq = 2 WHERE seq = -1",
    /step 1 /,
  ],
  ["a hash", "UPDATE approval_step SET hash = NULL WHERE seq = 4", /step 4 .* lost its hash/],
  [
    "what is in force",
    "UPDATE approval SET body = replace(body, 'Ethernet1/0/24', 'Ethernet1/0/99')",
    /is not what was approved/,
  ],
  [
    "an approval that nobody gave",
    "INSERT INTO approval (uid, device, session, slot, required, body) VALUES ('a-0', 'x', '1', '', 0, '{}')",
    /a-0 is in force and no step has approved it/,
  ],
  ["a collector that is gone", "DELETE FROM definition", /is not in force, and no step has revoked it/],
];

for (const [what, sql, found] of edits)
  test(`an edit of ${what} is found`, (t) => {
    const { store, edit } = stored(t);
    edit(sql);
    assert.match(store.verifyHistory().broken.join("\n"), found);
  });

test("a chain that was computed anew does not hold a hash that was noted before", (t) => {
  const { store, edit } = stored(t);
  const { head } = store.verifyHistory();
  edit("UPDATE approval_step SET by = 'eve', hash = NULL; ");
  store.approve([approval({ device: "core3" })], "ann", at);
  assert.deepEqual(store.verifyHistory().broken, []);
  assert.match(store.verifyHistory([head]).broken.join(), /no step has the hash/);
});

test("steps from before there was a chain are sealed by the next one", (t) => {
  const { store, edit } = stored(t);
  edit("UPDATE approval_step SET hash = NULL");
  assert.deepEqual(store.verifyHistory().broken, []);
  store.approve([approval({ device: "core3" })], "ann", at);
  assert.deepEqual(store.verifyHistory().broken, []);
  edit("UPDATE approval_step SET comment = 'x' WHERE seq = 1");
  assert.notDeepEqual(store.verifyHistory().broken, []);
});
