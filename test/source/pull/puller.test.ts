import assert from "node:assert/strict";
import { test } from "node:test";
import { iosConfig, iosDevice, junosConfig, junosDevice } from "../../support/fakeconfig.ts";
import { pullFake } from "../../support/pulling.ts";

/** The config as a shell prints it: without the blank lines at its end. */
const wholeIos = `${iosConfig().trimEnd()}\n`;

test("an IOS device with prompts in its banners is pulled whole", async (t) => {
  const { pulled, device } = await pullFake(t, "cisco-ios", iosDevice());
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
  assert.equal(pulled.session!.config!.text, wholeIos);
  assert.equal(pulled.session!.privilege, "whole");
  assert.equal(pulled.session!.prompt, "r1#");
  assert.deepEqual(
    pulled.session!.shows.map(({ command }) => command),
    ["show monitor session all"],
  );
  assert.equal(device.typed.at(-1), "exit");
});

test("a Junos device is pulled over exec channels, in two views", async (t) => {
  const { pulled, device } = await pullFake(t, "juniper-junos", junosDevice());
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
  assert.equal(pulled.session!.config!.text, junosConfig);
  assert.equal(pulled.session!.second!.text, junosConfig);
  assert.equal(pulled.session!.shows.length, 1);
  assert.equal(device.sessions.most, 1);
});
