import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/store/sqlitestore.ts";
import { sendLines, startDaemon } from "../support/daemon.ts";
import { temporaryFolder } from "../support/temporary.ts";

const logged = (number: number, command: string) =>
  `<189>${number}: sw1: Nov 24 02:14:07.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:${command}`;

test("logging that is turned off is a blind spot with its actor; lost messages and unknown senders are told", async (t) => {
  const folder = temporaryFolder(t);
  const daemon = await startDaemon(t, folder, ["--json", "--no-deliver"]);
  await sendLines(daemon.tcp, [
    logged(7, "no logging host 192.0.2.50"),
    logged(8, "no logging host 192.0.2.50"),
    "<189>12: sw1: Nov 24 02:14:08.212: %SYS-5-CONFIG_I: Configured from console by jdoe on vty0 (192.0.2.77)",
    logged(13, "logging host 192.0.2.50"),
  ]);
  await daemon.logged(/^finding opened/);
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  const summary = JSON.parse(daemon.out());
  assert.equal(summary.received.missing, 3);
  assert.equal(summary.senders, 1);
  assert.deepEqual(summary.unknownSenders, ["127.0.0.1"]);
  const store = openStore(join(folder, "mirrorwatch.sqlite"));
  t.after(() => store.close());
  const findings = store.findings();
  assert.equal(findings.length, 1);
  const [finding] = findings;
  assert.equal(finding!.kind, "blind");
  assert.equal(finding!.device, "sw1");
  assert.equal(finding!.actor, "jdoe");
  assert.match(finding!.why, /jdoe turned off a log of what is done here: no logging host 192\.0\.2\.50/);
});

test("a sender is known by its address or by the name in its messages", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "mirrorwatch.yaml"), "inventory:\n  sw1: cisco-ios\n");
  const daemon = await startDaemon(t, folder, ["--json", "--no-deliver", "--until-messages", "1"]);
  await sendLines(daemon.tcp, [logged(1, "interface Vlan1")]);
  assert.equal(await daemon.exit(), 0);
  assert.deepEqual(JSON.parse(daemon.out()).unknownSenders, []);
});
