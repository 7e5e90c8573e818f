import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { sendLines, startDaemon } from "../support/daemon.ts";
import { readLeef } from "../support/leefreader.ts";
import { SyslogPeer } from "../support/syslogpeer.ts";
import { temporaryFolder } from "../support/temporary.ts";

test("a session that is typed line by line makes one event at once and one when it is complete, and a sign of life leaves", async (t) => {
  const siem = await new SyslogPeer().listen();
  t.after(() => siem.die());
  const folder = temporaryFolder(t);
  const settings = join(folder, "mirrorwatch.yaml");
  writeFileSync(
    settings,
    `watch: { holdSeconds: 1 }\ndeliver: { to: "tcp://127.0.0.1:${siem.port}", heartbeat: 1h }\ndatabase: mirrorwatch.sqlite\n`,
  );
  const daemon = await startDaemon(t, folder, ["--settings", settings]);
  const typed = ["source interface Gi1/0/1", "source interface Gi1/0/2 rx", "destination interface Gi1/0/24"];
  await sendLines(
    daemon.tcp,
    typed.map(
      (command, at) =>
        `<189>${at}: sw1: Nov 24 02:14:0${at}.212: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:monitor session 1 ${command}`,
    ),
  );
  while (siem.lines.length < 3) await pause(20);
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  const events = siem.lines.map(readLeef);
  assert.deepEqual(events.map(({ eventId }) => eventId).sort(), [
    "MIRRORWATCH_HEARTBEAT",
    "MIRROR_COMMAND_UNAPPROVED_CHANGED",
    "MIRROR_COMMAND_UNAPPROVED_OPENED",
  ]);
  const changed = events.find(({ eventId }) => eventId.endsWith("_CHANGED"))!;
  assert.match(changed.attributes.get("destinations")!, /1\/0\/24/);
  assert.match(changed.attributes.get("sources")!, /1\/0\/2 rx/);
});
