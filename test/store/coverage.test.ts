import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "../../src/model/finding.ts";
import type { SnapshotRecord } from "../../src/model/snapshot.ts";
import { isSettled } from "../../src/store/coverage.ts";

const finding = { kind: "unexpected", session: "1", lastSeen: "2026-01-01T00:00:00.000Z" } as Finding;
const taken = "2026-01-02T00:00:00.000Z";
const clean = { unread: [], indicators: [] } as unknown as SnapshotRecord;
const line = { line: 3, text: "monitor session 1 source vlan 7", why: "", expected: "" };

describe("a finding of a session that a complete snapshot does not show", () => {
  it("is settled", () => {
    assert.equal(isSettled(finding, clean, taken), true);
  });

  it("is not settled by a text with a line that nobody can read, or that a doubtful text hides, and names the session", () => {
    assert.equal(isSettled(finding, { ...clean, unread: [line] }, taken), false);
    assert.equal(isSettled(finding, { ...clean, indicators: [{ ...line, kind: "blind" }] }, taken), false);
  });

  it("is settled where the line names another session, or an applet holds it", () => {
    const other = { ...line, text: "monitor session 2 source vlan 7" };
    assert.equal(isSettled(finding, { ...clean, indicators: [{ ...other, kind: "blind" }] }, taken), true);
    assert.equal(
      isSettled(finding, { ...clean, indicators: [{ ...line, kind: "automation" }] }, taken),
      true,
    );
  });
});
