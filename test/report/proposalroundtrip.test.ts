import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { test } from "node:test";
import { exactEnvelope } from "../../src/compare/exact.ts";
import { judgeSession } from "../../src/compare/sessionjudge.ts";
import { baselineOf } from "../../src/compare/baseline.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { proposalText, propose } from "../../src/report/proposal.ts";
import { parseBaseline } from "../../src/source/baselinefile.ts";
import { plainEntry } from "../../src/source/baselinetext.ts";

const now = "2026-06-01T00:00:00.000Z";
const fixtures = `${import.meta.dirname}/../fixtures`;

for (const file of globSync(`${fixtures}/*/*/expected.json`).sort()) {
  const read = JSON.parse(readFileSync(file, "utf8")) as SnapshotRecord | SnapshotRecord[];
  const records = [read].flat().filter(({ sessions }) => (sessions ?? []).length > 0);
  if (records.length === 0) continue;
  const name = relative(fixtures, dirname(file));

  test(`${name}: what is proposed can be imported, and then every session is approved`, () => {
    const estate = records.flatMap(({ device, sessions }) =>
      sessions.map((session) => ({ device, session })),
    );
    const text = proposalText(propose(estate, [], "netops", now), [], now);
    const { approvals, review } = parseBaseline("proposed", text);
    const baseline = baselineOf([...approvals, ...review]);
    for (const { device, session } of estate)
      assert.equal(judgeSession({ device, os: "" }, session, baseline, now)?.why, undefined);
  });

  test(`${name}: what is approved from a finding reads back as it was`, () => {
    for (const { device, sessions } of records)
      for (const session of sessions) {
        const envelope = exactEnvelope(device, session);
        const entry = plainEntry({ ...envelope, required: false, owner: "", ticket: "", reason: "" });
        const [approval] = parseBaseline("x", JSON.stringify({ version: 1, approvals: [entry] })).approvals;
        const { id: _, required: __, owner: ___, ticket: ____, reason: _____, ...read } = approval!;
        assert.deepEqual(withoutBoth(read), withoutBoth(envelope));
      }
  });
}

/** Both directions go without saying. */
function withoutBoth(envelope: Pick<ReturnType<typeof exactEnvelope>, "sources">) {
  const sources = envelope.sources.map(({ direction, ...end }) =>
    direction === "both" || direction === undefined ? end : { ...end, direction },
  );
  return { ...envelope, sources };
}
