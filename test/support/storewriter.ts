// A process of its own that writes to a store: node storewriter.ts FILE NAME COUNT. Prints a line after each commit.
import { judgeSnapshot } from "../../src/compare/snapshotjudge.ts";
import { openStore } from "../../src/store/sqlitestore.ts";
import { snapshotOf, span } from "./sessions.ts";

const [file, name, count] = process.argv.slice(2) as [string, string, string];
const store = openStore(file);
for (let turn = 0; turn < Number(count); turn += 1) {
  const at = new Date(Date.UTC(2026, 2, 1) + turn * 1000).toISOString();
  // A device of this process's own, whose session comes and goes, and one that all of them look at.
  for (const snapshot of [
    snapshotOf(turn % 2 === 0 ? [span()] : [], { device: name }),
    snapshotOf([span()], { device: "shared" }),
  ]) {
    const verdicts = judgeSnapshot(snapshot, store.baseline(), store.sessions(snapshot.device), at);
    store.recordSnapshot({ snapshot, hash: String(turn), origin: "test", verdicts, by: name, at });
  }
  process.stdout.write(`${turn}\n`);
}
store.close();
