import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseCommand } from "../../src/commands/parse.ts";
import { runCommand } from "../support/context.ts";
import { temporaryFolder } from "../support/temporary.ts";

const core = `hostname core1
monitor session 1 source interface Gi1/0/1
monitor session 1 destination interface Gi1/0/24
monitor session 2 sorce interface Gi1/0/2
end
`;

function folder(t: Parameters<typeof temporaryFolder>[0]): string {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "core1.cfg"), core);
  writeFileSync(join(cwd, "edge2.cfg"), core.replace("core1", "edge2"));
  return cwd;
}

test("one file gives one record, several give an array", async (t) => {
  const cwd = folder(t);
  const options = { json: true };
  const one = await runCommand(parseCommand, ["--os", "cisco-ios", "core1.cfg"], { cwd, options });
  assert.equal(JSON.parse(one.out).device, "core1");
  const two = await runCommand(parseCommand, ["--os", "cisco-ios", "core1.cfg", "edge2.cfg"], {
    cwd,
    options,
  });
  const devices = (JSON.parse(two.out) as { device: string }[]).map(({ device }) => device);
  assert.deepEqual(devices, ["core1", "edge2"]);
});

test("a person sees each line with what became of it", async (t) => {
  const { out, code } = await runCommand(parseCommand, ["--os", "cisco-ios", "core1.cfg"], {
    cwd: folder(t),
  });
  assert.equal(code, 0);
  assert.match(out, /2 +session 1 .*monitor session 1 source interface Gi1\/0\/1/);
  assert.match(out, /4 +unread, expected source, destination, filter or type/);
});

test("a file of messages gives one notice for each message", async (t) => {
  const cwd = temporaryFolder(t);
  const line =
    "<189>12: core1: Mar  1 2026 10:00:02.123 UTC: %SYS-5-CONFIG_I: Configured from console by jdoe on vty0 (10.1.1.1)";
  writeFileSync(join(cwd, "messages.log"), `${line}\n`);
  const run = await runCommand(parseCommand, ["--os", "syslog", "messages.log"], {
    cwd,
    options: { json: true },
  });
  const notices = JSON.parse(run.out) as { device: string; kind: string; user: string }[];
  assert.deepEqual(
    notices.map(({ device, kind, user }) => [device, kind, user]),
    [["core1", "change", "jdoe"]],
  );
});

test("a file that cannot be read is a fault, and among others it hides none of them", async (t) => {
  const cwd = folder(t);
  const alone = await runCommand(parseCommand, ["nowhere.cfg"], { cwd });
  assert.equal(alone.fault?.code, "config-unreadable");
  const among = await runCommand(parseCommand, ["--os", "cisco-ios", "nowhere.cfg", "core1.cfg"], { cwd });
  assert.equal(among.code, 3);
  assert.match(among.talk, /nowhere\.cfg/);
  assert.match(among.out, /core1/);
});

test("an os that no profile describes is named, with those that are known", async (t) => {
  const { fault } = await runCommand(parseCommand, ["--os", "ios", "core1.cfg"], { cwd: folder(t) });
  assert.equal(fault?.code, "os-unknown");
  assert.match(fault?.remedy ?? "", /cisco-ios/);
});
