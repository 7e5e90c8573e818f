import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { inspect, inspectComments, inspectShow } from "../../../src/pipeline.ts";
import { type Layout, layout, type Printed, printed, printedAsIos } from "./printer.ts";

const catalog = loadCatalog();
const plain: Layout = { padding: 22, indent: 4, width: 300, dashes: 9, blanks: true, none: true, noise: "" };

function shown(text: string) {
  const record = inspectShow(Buffer.from(text), { name: "x", os: "cisco-ios", catalog });
  assert.ok(record);
  assert.deepEqual(record.unread, []);
  return record.sessions.map(({ name, fingerprint }) => [name, fingerprint]);
}

const apart = (sessions: readonly Printed[]) => [...new Map(sessions.map((one) => [one.name, one])).values()];
const estate = fc.array(printed, { minLength: 1, maxLength: 5 }).map(apart);

test("what is printed is read, however it is laid out", () => {
  fc.assert(
    fc.property(estate, layout, (sessions, how) => {
      const text = (one: Layout) => sessions.map((session) => printedAsIos(session, one)).join("");
      assert.deepEqual(shown(text(how)), shown(text(plain)));
      assert.equal(shown(text(how)).length, sessions.length);
    }),
    { numRuns: 300 },
  );
});

test("a session is the same whether it is stated or shown", () => {
  fc.assert(
    fc.property(printed, (session) => {
      const line = (numbers: readonly number[], direction: string) =>
        numbers.length === 0
          ? ""
          : `monitor session ${session.name} source interface ${numbers.map((one) => `Gi1/0/${one}`).join(" , ")} ${direction}\n`;
      const config = `hostname x\n${line(session.rx, "rx")}${line(session.tx, "tx")}${line(session.both, "")}monitor session ${session.name} destination interface Gi1/0/48\nend\n`;
      const [stated] = inspect(Buffer.from(config), { name: "x", os: "cisco-ios", catalog }).sessions;
      assert.deepEqual(shown(printedAsIos(session, plain)), [[String(session.name), stated?.fingerprint]]);
    }),
    { numRuns: 200 },
  );
});

test("the order of sessions, and output of other commands between them, change nothing", () => {
  fc.assert(
    fc.property(estate, (sessions) => {
      const texts = sessions.map((session) => printedAsIos(session, plain));
      const other = "r1#show clock\n10:00:01.123 UTC Tue Mar 3 2026\nr1#show monitor session all\n";
      assert.deepEqual(shown(texts.toReversed().join(other)), shown(texts.join("")));
    }),
    { numRuns: 100 },
  );
});

test("output in the comments of a config gives the same sessions as the output alone", () => {
  fc.assert(
    fc.property(estate, layout, fc.constantFrom("! ", "!"), (sessions, how, mark) => {
      const output = sessions.map((session) => printedAsIos(session, { ...how, noise: "" })).join("");
      const config = Buffer.from(
        `hostname x\n!\n${output.replace(/^/gm, mark)}!\ninterface Gi1/0/1\n!\nend\n`,
      );
      const snapshot = inspect(config, { name: "x", os: "cisco-ios", catalog });
      const record = inspectComments(config, snapshot, catalog);
      assert.deepEqual(
        record?.sessions.map(({ name, fingerprint }) => [name, fingerprint]),
        shown(output),
      );
    }),
    { numRuns: 100 },
  );
});
