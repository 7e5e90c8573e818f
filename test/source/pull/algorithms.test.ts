import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import ssh2 from "ssh2";
import { algorithmSets } from "../../../src/settings/pullsettings.ts";
import { algorithmsOf, kinds, offerOf, setFor } from "../../../src/source/pull/algorithms.ts";
import { serverOffer } from "../../../src/source/pull/serveroffer.ts";
import { iosDevice } from "../../support/fakeconfig.ts";
import { pullFake } from "../../support/pulling.ts";

const rsa = ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 });
const old = {
  hostKeys: [rsa.private],
  ident: "Cisco-1.25",
  algorithms: {
    kex: ["diffie-hellman-group14-sha1"],
    serverHostKey: ["ssh-rsa"],
    cipher: ["aes128-cbc"],
    hmac: ["hmac-sha1"],
  },
} as never as { hostKeys: string[] };

test("a device with old algorithms says what it offers, and which line lets it in", async (t) => {
  const { pulled } = await pullFake(t, "cisco-ios", { ...iosDevice(), ...old });
  assert.equal(pulled.failure?.class, "algorithms");
  assert.match(pulled.failure!.why, /kex diffie-hellman-group14-sha1; cipher aes128-cbc/);
  assert.match(pulled.failure!.remedy!, /`algorithms: legacy`/);
});

test("with that line it is pulled, and what is weak is told", async (t) => {
  const { pulled } = await pullFake(t, "cisco-ios", { ...iosDevice(), ...old }, {}, { algorithms: "legacy" });
  assert.equal(pulled.failure, undefined, JSON.stringify(pulled.failure));
  assert.deepEqual(pulled.facts!.weak, ["diffie-hellman-group14-sha1", "ssh-rsa", "aes128-cbc", "hmac-sha1"]);
  assert.match(pulled.facts!.software, /Cisco-1\.25/);
});

test("each older set offers all that the one before does, and that first", () => {
  for (const [at, set] of algorithmSets.entries())
    for (const kind of kinds) {
      const before = at === 0 ? [] : offerOf(algorithmSets[at - 1]!)[kind];
      assert.deepEqual(offerOf(set)[kind].slice(0, before.length), before);
    }
});

test("ssh2 knows every name, but what this Node cannot do", () => {
  const client = new ssh2.Client();
  for (const set of algorithmSets)
    assert.doesNotThrow(() =>
      client
        .connect({ host: "127.0.0.1", port: 1, username: "u", algorithms: algorithmsOf(set, []) })
        .destroy(),
    );
  client.on("error", () => {});
});

test("types of keys that are known of a host come first", () => {
  const { serverHostKey } = algorithmsOf("default", ["ssh-rsa"]) as { serverHostKey: string[] };
  assert.deepEqual(serverHostKey.slice(0, 3), ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]);
  assert.equal(serverHostKey.length, offerOf("default").serverHostKey.length);
});

test("the set that is proposed has something of every kind in common with the device", () => {
  const names = (kind: (typeof kinds)[number]) =>
    fc.subarray([...offerOf("ancient")[kind], "unknown@example.net"], { minLength: 1 });
  fc.assert(
    fc.property(
      names("kex"),
      names("serverHostKey"),
      names("cipher"),
      names("hmac"),
      (kex, key, cipher, hmac) => {
        const offered = { kex, serverHostKey: key, cipher, hmac };
        const set = setFor(offered);
        const meets = (one: (typeof algorithmSets)[number]) =>
          kinds.every((kind) => offered[kind].some((word) => offerOf(one)[kind].includes(word)));
        assert.equal(set, algorithmSets.find(meets));
      },
    ),
  );
});

test("whatever a server sends first, reading its offer does no harm", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void serverOffer(Buffer.from(bytes))));
  assert.deepEqual(serverOffer(Buffer.from("HTTP/1.1 400 Bad Request\r\n")), { ident: "", offered: {} });
});
