import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Fault } from "../../src/model/fault.ts";
import { parseBaseline, readBaselineFile } from "../../src/source/baselinefile.ts";
import { temporaryFolder } from "../support/temporary.ts";

function problems(text: string): string {
  try {
    parseBaseline("baseline.yaml", text);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, "baseline-invalid");
    return error.what;
  }
  throw new assert.AssertionError({ message: "nothing was wrong" });
}

const whole = `version: 1
approvals:
  - device: core1
    session: 1
    sources: interface Gi1/0/1-4 rx
    destinations: [interface Gi1/0/24]
    filters: vlan 10,20-30
    required: true
    owner: netops
    ticket: 1234
    reason: intrusion detection
    from: 2026-01-01
    until: 2026-12-31T18:00:00+02:00
`;

test("a baseline file reads as approvals, numbers as names and single phrases as lists", () => {
  const { approvals, review } = parseBaseline("x", whole);
  const { id, ...content } = approvals[0]!;
  assert.match(id, /^a-[0-9a-f]{16}$/);
  assert.deepEqual(content, {
    device: "core1",
    session: "1",
    sources: [{ kind: "interface", value: "Gi1/0/1-4", direction: "rx" }],
    destinations: [{ kind: "interface", value: "Gi1/0/24" }],
    filters: [{ kind: "vlan", value: "10,20-30" }],
    required: true,
    owner: "netops",
    ticket: "1234",
    reason: "intrusion detection",
    from: "2026-01-01",
    until: "2026-12-31T18:00:00+02:00",
  });
  assert.deepEqual(review, []);
  assert.deepEqual(parseBaseline("x", "version: 1").approvals, []);
});

test("what stands under review approves nothing, and is read all the same", () => {
  const moved = whole.replace("approvals:", "review:");
  const { approvals, review } = parseBaseline("x", moved);
  assert.deepEqual([approvals.length, review.length], [0, 1]);
});

test("what is wrong under review is told and stops nobody, unless something else is wrong too", () => {
  const entry = whole.slice(whole.indexOf("  - device"));
  const bad = `${whole}review:\n${entry.replace("rx", "rxx")}${entry}`;
  const { approvals, review, doubts } = parseBaseline("x", bad);
  assert.deepEqual([approvals.length, review.length, doubts.length], [1, 1, 1]);
  assert.match(doubts[0]!, /^line 17: review\.0\.sources/);
  assert.match(problems(bad.replace("Gi1/0/24]", "Gi9-1]")), /line 6: (?:.*\n)*line 17: review\.0\.sources/);
});

test("everything that is wrong is named at once, each with its line, and what is allowed", () => {
  const said = problems(`version: 1
approvals:
  - device: core1
    session: 1
    sources: [interface Gi1/0/9-4, iface x]
    destinations: [address 10.0.0.256]
    until: 2026-02-30
    ower: me
    required: yes please
  - device: core2
    session: 2
    sources: []
    destinations: []
  - device: CORE2
    session: "2"
    sources: [all]
    destinations: []
  - session: 3
    sources: []
`).split("\n");
  for (const expected of [
    /^line 5: approvals\.0\.sources\.0 .*runs backwards/,
    /^line 5: approvals\.0\.sources\.1 unknown kind of source "iface"; allowed are interface/,
    /^line 6: .*neither an address/,
    /^line 7: approvals\.0\.until must be a date that exists, as in 2027-06-30/,
    /^line 8: approvals\.0\.ower is not a key here; did you mean owner\?; allowed here: device/,
    /^line 9: approvals\.0\.required must be true or false/,
    /^line 14: approvals\.2 is the second approval for CORE2 session 2; join it with the one in line 10/,
    /^line 18: approvals\.3\.device is missing/,
    /^line 18: approvals\.3\.destinations is missing/,
  ]) {
    assert.ok(
      said.some((line) => expected.test(line)),
      `${expected} in\n${said.join("\n")}`,
    );
  }
});

test("a file that is no baseline at all is one clear problem", () => {
  assert.match(problems(""), /the file is empty/);
  assert.match(problems("- a\n- b\n"), /must be keys with values/);
  assert.match(problems("version: 2\n"), /version must be 1/);
  assert.match(problems("version: 1\nversion: 1\n"), /line 2: Map keys must be unique/);
  assert.match(problems("version: [1\n"), /line \d/);
  assert.match(
    problems(
      `a: &a [x, x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [${n === 0 ? "*a, *a" : `*b${n - 1}, *b${n - 1}`}]`).join("\n")}\n`,
    ),
    /alias/i,
  );
});

test("two collectors of one pattern are two approvals, and the same one twice is a mistake", () => {
  const to = (address: string) =>
    `  - {device: "*", session: "*", sources: all, destinations: address ${address}}\n`;
  assert.equal(
    parseBaseline("x", `version: 1\napprovals:\n${to("10.0.0.1")}${to("10.0.0.2")}`).approvals.length,
    2,
  );
  assert.match(problems(`version: 1\napprovals:\n${to("10.0.0.1")}${to("10.0.0.1")}`), /second approval/);
});

test("a file that cannot be read is a fault", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "latin1.yaml"), Buffer.from([0x76, 0xe4, 0x0a]));
  for (const file of [join(folder, "none.yaml"), folder, join(folder, "latin1.yaml")]) {
    assert.throws(() => readBaselineFile(file), { code: "baseline-unreadable", where: file });
  }
});
