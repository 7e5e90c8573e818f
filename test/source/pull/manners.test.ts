import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "../../../src/pipeline.ts";
import { loadCatalog } from "../../../src/parse/catalog.ts";
import { iosConfig, iosDevice, junosConfig, junosDevice } from "../../support/fakeconfig.ts";
import type { FakeManners } from "../../support/fakedevice.ts";
import type { ShellManners } from "../../support/fakeshell.ts";
import { pullFake } from "../../support/pulling.ts";

const catalog = loadCatalog();
const whole = `${iosConfig().trimEnd()}\n`;

function ios(over: Partial<ShellManners>, other: FakeManners = {}): FakeManners {
  return { ...other, shell: { ...iosDevice().shell, ...over } };
}

function snapshotOf(text: string, os = "cisco-ios") {
  return inspect(Buffer.from(text, "latin1"), { name: "r1", os, catalog });
}

const goodManners: Readonly<Record<string, FakeManners>> = {
  "a pager that ignores the command to be off": ios({ page: 7, deafPager: true }),
  "a pager until it is switched off": ios({ page: 7 }),
  "a slow drip of bytes": ios({ drip: { bytes: 61, ms: 1 } }),
  "an echo that is wrapped": ios({ width: 18 }),
  "no echo": ios({ echo: false }),
  "CR CR LF line ends": ios({ lineEnd: "\r\r\n" }),
  "escape codes around the prompt": ios({ before: "\x1b[0m\x1b[K" }),
  "a return in front of the prompt": ios({ before: "\r" }),
  "a log line glued to the prompt": ios({
    glue: "*Mar  1 00:01:02.003: %SYS-5-CONFIG_I: Configured from console\r\n",
  }),
  "a greeting that waits for a key": ios({ press: "\r\nPress RETURN to get started.\r\n" }),
  "a banner of SSH itself": ios({}, { banner: "r1#\nauthorised use only>\n" }),
  "a question for the password over keyboard-interactive": ios({}, { methods: ["keyboard-interactive"] }),
  "an enable without a password": ios({ start: ">", privileged: ["show running-config"] }),
  "an enable secret": ios({ start: ">", enable: "en4ble-Secret", privileged: ["show running-config"] }),
  "no `show privilege`": ios({ answers: { "show running-config": iosConfig() } }),
};

for (const [name, manners] of Object.entries(goodManners))
  test(`a device with ${name} is pulled whole`, async (t) => {
    const { pulled, device } = await pullFake(t, "cisco-ios", manners);
    assert.equal(pulled.failure, undefined, JSON.stringify([pulled.failure, device.typed]));
    assert.equal(pulled.session!.config!.text, whole);
    const { complete, completeness, sessions } = snapshotOf(pulled.session!.config!.text);
    assert.ok(complete, completeness);
    assert.equal(sessions.length, 1);
  });

const badManners: readonly (readonly [string, string, FakeManners])[] = [
  ["cuts the connection in the middle of its config", "truncated", ios({ cut: 300 })],
  ["stops writing in the middle of its config", "idle", ios({ stall: 300 })],
  ["closes each session at once", "busy", ios({}, { busy: true })],
  ["refuses the password", "auth-failed", ios({}, { password: "another" })],
  ["takes keys alone", "auth-failed", ios({}, { methods: ["publickey"] })],
  ["refuses the enable secret", "enable-failed", ios({ start: ">", enable: "another" })],
  [
    "refuses the config",
    "command-refused",
    ios({ answers: { "show privilege": "Current privilege level is 15\n" } }),
  ],
  [
    "gives the login a low level",
    "privilege-low",
    ios({ answers: { "show privilege": "Current privilege level is 1\n", "show running-config": "end\n" } }),
  ],
  [
    "wants a new password",
    "password-change",
    ios({ press: "\r\nYour password has expired.\r\nNew password: " }),
  ],
  ["asks a question", "asks", ios({ press: "\r\nAccept the terms? [y/n]: " })],
  ["has a prompt that nobody knows", "prompt-unknown", ios({ host: "what is this? $" })],
  ["stands in a configuration mode", "config-mode", ios({ host: "r1(config)" })],
  ["writes without end", "too-large", ios({ answers: { "show running-config": "x".repeat(1_200_000) } })],
  ["has no terminal", "busy", { exec: {} }],
];

for (const [name, failure, manners] of badManners)
  test(`a device that ${name} is not taken for seen: ${failure}`, async (t) => {
    const { pulled, device } = await pullFake(t, "cisco-ios", manners);
    assert.equal(pulled.failure?.class, failure, JSON.stringify([pulled.failure, device.typed]));
    assert.ok(pulled.session?.config === undefined);
    assert.doesNotMatch(JSON.stringify(pulled), /s3cret-Password|en4ble-Secret/);
  });

test("a login with a low level may see the whole config through a view", async (t) => {
  const answers = {
    "show privilege": "Current privilege level is 7\n",
    "show running-config view full": iosConfig(),
  };
  const { pulled } = await pullFake(t, "cisco-ios", ios({ answers }));
  assert.equal(pulled.session!.config!.command, "show running-config view full");
  assert.ok(snapshotOf(pulled.session!.config!.text).complete);
});

test("a password is shown once, whatever the device offers", async (t) => {
  const methods = ["password", "keyboard-interactive"];
  const { device } = await pullFake(t, "cisco-ios", ios({}, { methods, password: "another" }));
  assert.equal(device.tries.length, 1);
});

test("a config that ends too early behind a prompt of its own is called incomplete", async (t) => {
  const answers = { "show running-config": "hostname r1\n!\nr1#\n" };
  const { pulled } = await pullFake(t, "cisco-ios", ios({ answers }));
  assert.equal(snapshotOf(pulled.session!.config!.text).complete, false);
});

test("Junos: what a release does not know is asked for in another way", async (t) => {
  const { exec } = junosDevice();
  const { "show configuration | display omit | no-more": _, ...older } = exec;
  const answers = { ...older, "show configuration | no-more": junosConfig };
  const { pulled } = await pullFake(t, "juniper-junos", {
    exec: answers,
    execError: "syntax error, expecting <pipe>\n",
  });
  assert.equal(pulled.session!.config!.command, "show configuration | no-more");
  assert.equal(pulled.session!.config!.text, junosConfig);
});

test("Junos: a connection that is cut in the middle is not taken for the end", async (t) => {
  const { pulled } = await pullFake(t, "juniper-junos", { ...junosDevice(), execCut: 200 });
  assert.equal(pulled.failure?.class, "truncated");
  assert.equal(pulled.session?.config, undefined);
});
