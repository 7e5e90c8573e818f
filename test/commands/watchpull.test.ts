import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../src/store/sqlitestore.ts";
import { sendLines, startDaemon } from "../support/daemon.ts";
import { iosDevice } from "../support/fakeconfig.ts";
import { fakeDevice } from "../support/fakedevice.ts";
import { writeFleet } from "../support/fleet.ts";
import { temporaryFolder } from "../support/temporary.ts";

test("a message of a change makes the daemon pull that device, once, and judge it", async (t) => {
  const cwd = temporaryFolder(t);
  const device = await fakeDevice(t, iosDevice("core1"));
  const other = await fakeDevice(t, iosDevice("core2"));
  writeFleet(
    cwd,
    [
      { name: "core1", os: "cisco-ios", device },
      { name: "core2", os: "cisco-ios", device: other },
    ],
    "pull: { knownHosts: known_hosts, onChange: { quietSeconds: 0.3, floorSeconds: 60 } }\n",
  );
  const daemon = await startDaemon(t, cwd, []);
  const change =
    "<189>Mar  1 10:00:00 core1 44: Mar  1 10:00:00.000: %SYS-5-CONFIG_I: Configured from console by jdoe on vty0 (10.1.1.1)";
  await sendLines(daemon.tcp, [change, change.replaceAll("core1", "stranger"), change]);
  const pulled = await daemon.logged(/^pulled on change$/);
  assert.equal(pulled.device, "core1");
  assert.equal(pulled.sessions, 1);
  daemon.child.kill("SIGTERM");
  assert.equal(await daemon.exit(), 0);
  assert.equal(device.sessions.all, 1);
  assert.equal(other.sessions.all, 0);
  const store = openStore(join(cwd, "mirrorwatch.sqlite"));
  assert.deepEqual(
    store.findings().map(({ device: name, kind, session }) => [name, kind, session]),
    [["core1", "unexpected", "1"]],
  );
  store.close();
  assert.doesNotMatch(
    readFileSync(join(cwd, "mirrorwatch.sqlite"), "latin1"),
    /service timestamps|s3cret-Password/,
  );
});
