import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { auditCommand } from "../../src/commands/audit.ts";
import { runCommand } from "../support/context.ts";
import { iosDevice } from "../support/fakeconfig.ts";
import { fakeDevice } from "../support/fakedevice.ts";
import { writeFleet } from "../support/fleet.ts";
import { pullingHere } from "../support/pullinghere.ts";
import { temporaryFolder } from "../support/temporary.ts";

const config = `version 17.9
hostname core1
monitor session 1 source interface Gi1/0/1
monitor session 1 destination interface Gi1/0/24
interface GigabitEthernet1/0/1
 no shutdown
!
end
`;
const session = (name: number, source: string) => `Session ${name}
---------
Type                   : Local Session
Source Ports           :
    Both               : ${source}
Destination Ports      : Gi1/0/24
    Encapsulation      : Native
          Ingress      : Disabled

`;
const agreeing = session(1, "Gi1/0/1");
const hiding = agreeing + session(2, "Gi1/0/7");

interface Answer {
  readonly findings: readonly { kind: string; session: string; why: string; actor?: string }[];
  readonly faults: readonly { code: string; where: string }[];
  readonly devices: readonly { device: string }[];
}

async function audit(cwd: string): Promise<Answer> {
  const { out } = await runCommand(auditCommand, ["--configs", "configs", "--no-deliver"], {
    cwd,
    options: { json: true, database: join(cwd, "store.sqlite") },
  });
  return JSON.parse(out) as Answer;
}

function estate(t: TestContext, files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(cwd, path, ".."), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

const concealed = ({ findings }: Answer) =>
  findings.filter(({ kind }) => kind === "concealed").map((finding) => finding.session);

for (const path of [
  "configs/core1.show",
  "configs/core1.cfg.show",
  "configs/show/core1",
  "configs/show/core1/monitor.txt",
  "show/core1",
])
  test(`output in ${path} is compared with the config, and is no config itself`, async (t) => {
    const cwd = estate(t, { "configs/core1.cfg": config, [path]: hiding });
    const answer = await audit(cwd);
    assert.deepEqual(concealed(answer), ["2"]);
    assert.deepEqual(
      answer.devices.map(({ device }) => device),
      ["core1"],
    );
  });

test("output in the comments of a backup is compared with its config", async (t) => {
  const comments = hiding.replace(/^/gm, "! ");
  const cwd = estate(t, { "configs/core1": `${comments}!\n${config}` });
  assert.deepEqual(concealed(await audit(cwd)), ["2"]);
});

test("output behind an echoed command after a config is compared with it, a banner is not", async (t) => {
  const cwd = estate(t, { "configs/core1": `${config}core1#show monitor session all\n${hiding}core1#\n` });
  assert.deepEqual(concealed(await audit(cwd)), ["2"]);
  const banner = config.replace("version 17.9\n", `version 17.9\nbanner motd ^C\n${hiding}^C\n`);
  const other = estate(t, { "configs/core1": banner });
  assert.deepEqual(concealed(await audit(other)), []);
});

test("a disagreement is settled when both are seen to agree, and not by output that is not kept any more", async (t) => {
  const cwd = estate(t, { "configs/core1": config, "configs/core1.show": hiding });
  assert.deepEqual(concealed(await audit(cwd)), ["2"]);
  rmSync(join(cwd, "configs/core1.show"));
  assert.deepEqual(concealed(await audit(cwd)), ["2"]);
  writeFileSync(join(cwd, "configs/core1.show"), agreeing);
  assert.deepEqual(concealed(await audit(cwd)), []);
});

test("what the device's own log of commands tells of a session that is gone is a command finding", async (t) => {
  const log = ` idx   sess           user@line      Logged command
   97     4           jdoe@vty0     |monitor session 4 type erspan-source
   98     4           jdoe@vty0     |  source interface Gi0/1
   99     4           jdoe@vty0     |  destination
  100     4           jdoe@vty0     |   ip address 203.0.113.7
  101     4           jdoe@vty0     |no monitor session 4
  102     4           jdoe@vty0     |monitor session 1 source interface Gi1/0/1
`;
  const cwd = estate(t, { "configs/core1": config, "configs/core1.show": log });
  const found = (await audit(cwd)).findings.filter(({ kind }) => kind === "command");
  assert.deepEqual(
    found.map(({ session: name, actor }) => [name, actor]),
    [["4", "jdoe"]],
  );
  assert.match(
    found[0]!.why,
    /own log of commands says that jdoe on vty0 typed: mirror session 4 .* address 203\.0\.113\.7/,
  );
});

test("output that cannot be read is a fault and hides nothing of the config", async (t) => {
  const cwd = estate(t, { "configs/core1": config, "configs/show/core1/one/two": agreeing });
  const answer = await audit(cwd);
  assert.deepEqual(
    answer.faults.map(({ code }) => code),
    ["config-unreadable"],
  );
  assert.deepEqual(
    answer.findings.map(({ kind }) => kind),
    ["unexpected"],
  );
});

test("what is stated and not shown, and a line that could not be read, are told to whom asks", async (t) => {
  const other = session(3, "Gi1/0/1").replace("Destination Ports ", "Colour : red\nDestination Ports ");
  const cwd = estate(t, { "configs/core1": config, "configs/core1.show": other });
  const run = (verbose: boolean) =>
    runCommand(auditCommand, ["--configs", "configs", "--no-deliver"], {
      cwd,
      options: { verbose, database: join(cwd, "store.sqlite") },
    });
  const loud = await run(true);
  assert.match(loud.talk, /core1: session 1 is stated and not shown/);
  assert.match(loud.talk, /core1: line 6 of what is shown could not be read: Colour : red/);
  assert.doesNotMatch((await run(false)).talk, /shown/);
});

test("a device that is pulled and shows more than its config states is found", async (t) => {
  const cwd = temporaryFolder(t);
  const { shell } = iosDevice("core1");
  const answers = { ...shell.answers, "show monitor session all": hiding.replaceAll("Gi1/0/24", "Gi1/0/30") };
  const device = await fakeDevice(t, { shell: { ...shell, answers } });
  writeFleet(cwd, [{ name: "core1", os: "cisco-ios", device }]);
  const { out } = await runCommand((context) => auditCommand(context, pullingHere), ["--pull"], {
    cwd,
    options: { json: true },
    now: new Date().toISOString(),
  });
  const answer = JSON.parse(out) as Answer;
  assert.ok(concealed(answer).includes("2"), out);
});
