import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { pullManners } from "../../../src/parse/pull/manners.ts";
import { type Dialogue, shellDialogue } from "../../../src/source/pull/dialogue.ts";
import { allowedCommands, bytesOf, type Sending } from "../../../src/source/pull/sending.ts";
import { mannersOf } from "../../support/pulling.ts";

const shells = [...loadCatalog().profiles.values()].filter(({ pull }) => pull?.session === "shell");
const secret = "the-enable-secret";
const pauses = { settle: 100, end: 1000, nudge: 3000, idle: 30_000 };

/** What a hostile device may write: prompts of every level and mode, questions, pagers, pieces of all that, noise. */
const texts = [
  "r1>",
  "r1#",
  "r1(config)#",
  "r1(config-mon)#",
  "RP/0/RSP0/CPU0:r1#",
  "\r\n",
  "\n",
  "\r",
  "\b",
  "\x1b[K",
  "Password: ",
  "New password: ",
  "Username: ",
  " --More-- ",
  "Press RETURN to get started.",
  "Press any key to continue",
  "[confirm]",
  "Proceed? [y/n]: ",
  "Overwrite file [startup-config]?",
  "% Invalid input detected at '^' marker.",
  "Current privilege level is 1",
  "Current privilege level is 15",
  "configure terminal",
  "monitor session 1 source interface Gi1/0/1",
  "end",
  "hostname r1",
  secret,
];
const chunk = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  fc.string({ maxLength: 40 }),
  fc.tuple(fc.constantFrom(...texts), fc.nat({ max: 12 })).map(([text, size]) => text.slice(0, size)),
);
const step = fc.oneof(
  { weight: 3, arbitrary: chunk },
  { weight: 3, arbitrary: fc.constant("silent" as const) },
  { weight: 1, arbitrary: fc.constant("closed" as const) },
);

function act(dialogue: Dialogue, one: string): readonly Sending[] {
  if (one === "silent") return dialogue.silent();
  if (one !== "closed") return dialogue.heard(Buffer.from(one, "latin1"));
  dialogue.closed();
  return [];
}

test("whatever a device writes, only commands of the profile, returns, spaces and one secret are sent", () => {
  for (const { os } of shells) {
    const manners = mannersOf(os);
    const listed = [...allowedCommands(manners)].map((command) => `${command}\r`);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, hasSecret) => {
        const dialogue = shellDialogue({ manners, secret: hasSecret, outputBytes: 4096, pauses });
        const sent = steps.flatMap((one) => act(dialogue, one).map((sending) => ({ sending, one })));
        const bytes = sent.map(({ sending }) => bytesOf(sending, allowedCommands(manners), secret));
        for (const text of bytes)
          assert.ok([...listed, "\r", " ", `${secret}\r`].includes(text), JSON.stringify(text));
        assert.ok(bytes.filter((text) => text === `${secret}\r`).length <= (hasSecret ? 1 : 0));
        assert.ok(dialogue.over() || Number.isFinite(dialogue.patience()));
      }),
      { numRuns: 400 },
    );
  }
});

test("nothing is sent any more once a dialogue is over", () => {
  const manners = mannersOf("cisco-ios");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 10 }), (before, after) => {
      const dialogue = shellDialogue({ manners, secret: true, outputBytes: 4096, pauses });
      for (const one of [...before, "closed"]) act(dialogue, one);
      assert.ok(dialogue.over());
      assert.deepEqual(
        after.flatMap((one) => act(dialogue, one)),
        [],
      );
    }),
    { numRuns: 300 },
  );
});

test("in a configuration mode nothing at all is typed", () => {
  for (const { os } of shells) {
    const manners = mannersOf(os);
    const dialogue = shellDialogue({ manners, secret: true, outputBytes: 4096, pauses });
    const sent = [
      ...dialogue.heard(Buffer.from("\r\nr1(config)#")),
      ...dialogue.silent(),
      ...dialogue.silent(),
    ];
    assert.deepEqual(sent, [], os);
    assert.equal(dialogue.result().failure?.class, "config-mode", os);
  }
});

test("a command that is not of the profile cannot be sent, even by mistake", () => {
  const allowed = allowedCommands(mannersOf("cisco-ios"));
  for (const text of ["configure terminal", "show running-config | redirect flash:x", "reload", "write", ""])
    assert.throws(() => bytesOf({ kind: "command", text }, allowed, undefined), /not on the list/);
  assert.throws(() => bytesOf({ kind: "secret" }, allowed, undefined), /no secret/);
});

test("a profile of one's own cannot list a command that writes", () => {
  const manners = mannersOf("cisco-ios");
  const writing = [
    "configure terminal",
    "show running-config | redirect flash:x",
    "show running-config | tee flash:x",
    "show running-config > bootflash:x",
    "show version ; reload",
    "show version\nreload",
    "show version && reload",
    "show configuration | save /var/tmp/x",
    "copy running-config tftp:",
    "write memory",
    "terminal monitor",
    "set system host-name x",
    "set cli directory /tmp",
    "request system reboot",
    "clear counters",
    "monitor capture x start",
    "no monitor session 1",
    "enable\rreload",
  ];
  for (const command of writing) {
    assert.ok(!pullManners.safeParse({ ...manners, shows: [command] }).success, command);
    assert.ok(!pullManners.safeParse({ ...manners, config: [command] }).success, command);
    assert.ok(!pullManners.safeParse({ ...manners, prepare: [command] }).success, command);
  }
  assert.ok(pullManners.safeParse(manners).success);
});
