import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../../src/model/fault.ts";
import { fingerprint, judgeHostKey, knownHostLine } from "../../../src/source/pull/hostkey.ts";
import { hostIndex, hostName, keyText, readKnownHosts } from "../../../src/source/pull/knownhosts.ts";
import { hostKeyBook } from "../../../src/source/pull/knownhostsfile.ts";
import { keyPair } from "../../support/keypair.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const pairs = [keyPair(), keyPair()];
const publics = pairs.map((pair) => pair.public.split(" ").slice(0, 2).join(" "));
const blobs = publics.map((text) => Buffer.from(text.split(" ")[1]!, "base64"));
const now = () => new Date("2026-03-01T10:00:00Z");

function keysIn(text: string, host: string, port = 22) {
  const index = hostIndex();
  index.add(readKnownHosts(text).hosts);
  return index.keys(host, port);
}

function hashed(name: string, salt: string): string {
  const key = Buffer.from(salt.padEnd(20, "x"));
  return `|1|${key.toString("base64")}|${createHmac("sha1", key).update(name).digest("base64")}`;
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}(\.[a-z]{1,4}){0,2}$/);
const port = fc.oneof(fc.constant(22), fc.integer({ min: 1, max: 65_535 }));

test("a host is found under its own name, plain or hashed, whatever stands around it, and no other host is", () => {
  fc.assert(
    fc.property(
      name,
      port,
      name,
      port,
      fc.string(),
      fc.boolean(),
      (host, at, other, elsewhere, noise, hash) => {
        const listed = hash ? hashed(hostName(host, at), noise.slice(0, 8)) : hostName(host, at);
        const text = `# ${noise.replaceAll(/[\r\n]/g, " ")}\n\nx.y.z,${other}.q ${publics[1]}\n${listed} ${publics[0]} comment\n`;
        assert.deepEqual(
          keysIn(text, host, at).known.map(({ key }) => key),
          [keyText(blobs[0]!)],
        );
        if (hostName(other, elsewhere) !== hostName(host, at))
          assert.deepEqual(keysIn(text, other, elsewhere).known, []);
      },
    ),
  );
});

test("names are compared without case, and a name for another port is another host", () => {
  assert.equal(keysIn(`Core1.Example.NET ${publics[0]}`, "core1.example.net").known.length, 1);
  assert.equal(keysIn(`core1 ${publics[0]}`, "core1", 2222).known.length, 0);
  assert.equal(keysIn(`[core1]:2222 ${publics[0]}`, "core1").known.length, 0);
  assert.equal(keysIn(`[core1]:22 ${publics[0]}`, "core1").known.length, 1);
  assert.equal(keysIn(`2001:db8::1,[2001:db8::2]:2222 ${publics[0]}`, "2001:db8::2", 2222).known.length, 1);
});

test("`*` and `?` stand for what they say, and `!` takes a name out wherever it stands in the list", () => {
  const line = `core*.example.net,!core9.example.net,edge? ${publics[0]}`;
  for (const host of ["core1.example.net", "core.example.net", "edge1"])
    assert.equal(keysIn(line, host).known.length, 1, host);
  for (const host of ["core9.example.net", "edge12", "xcore1.example.net", "core1_example_net"])
    assert.equal(keysIn(line, host).known.length, 0, host);
  fc.assert(
    fc.property(name, (host) => {
      assert.equal(keysIn(`*,!${host} ${publics[0]}`, host).known.length, 0);
      assert.equal(keysIn(`!${host},* ${publics[0]}`, `${host}x`).known.length, 1);
      assert.equal(keysIn(`!${host} ${publics[0]}`, `${host}x`).known.length, 0);
    }),
  );
});

test("a revoked key is refused, even where a line knows it and in every mode", () => {
  const keys = keysIn(`r1 ${publics[0]}\n@revoked * ${publics[0]}\n`, "r1");
  for (const mode of ["strict", "accept-new"] as const) {
    const verdict = judgeHostKey(blobs[0]!, { host: "r1", port: 22, keys, mode });
    assert.equal(verdict.kind === "refused" && verdict.error.failure.class, "hostkey-revoked");
  }
});

test("an authority's line lets nobody in, and the refusal says so", () => {
  const keys = keysIn(`@cert-authority *.example.net ${publics[0]}\n`, "r1.example.net");
  const verdict = judgeHostKey(blobs[0]!, { host: "r1.example.net", port: 22, keys, mode: "strict" });
  assert.ok(verdict.kind === "refused" && /certificates are not read/.test(verdict.error.failure.why));
});

test("what is known decides: the same key passes, another is a change, none is unknown", () => {
  fc.assert(
    fc.property(fc.subarray([0, 1]), fc.constantFrom(0, 1), fc.boolean(), (listed, shown, strict) => {
      const keys = keysIn(listed.map((at) => `r1 ${publics[at]}\n`).join(""), "r1");
      const mode = strict ? "strict" : "accept-new";
      const verdict = judgeHostKey(blobs[shown]!, { host: "r1", port: 22, keys, mode });
      const kind = verdict.kind === "refused" ? verdict.error.failure.class : verdict.kind;
      const unknown = strict ? "hostkey-unknown" : "new";
      assert.equal(kind, listed.includes(shown) ? "known" : listed.length > 0 ? "hostkey-changed" : unknown);
    }),
  );
});

test("a fingerprint of the inventory goes before every file", () => {
  const keys = keysIn(`r1 ${publics[1]}\n`, "r1");
  const at = { host: "r1", port: 22, keys, mode: "strict" as const };
  assert.equal(judgeHostKey(blobs[0]!, { ...at, pinned: fingerprint(blobs[0]!) }).kind, "known");
  assert.equal(judgeHostKey(blobs[1]!, { ...at, pinned: fingerprint(blobs[0]!) }).kind, "refused");
});

test("lines that are none are told by number, and a key that is not of the type it claims is one", () => {
  const text = `r1 ${publics[0]}\nr1\nr1 ssh-rsa ${publics[0]!.split(" ")[1]}\n@other r1 ${publics[0]}\n`;
  const { hosts, unread } = readKnownHosts(text);
  assert.equal(hosts.length, 1);
  assert.deepEqual(unread, [2, 3, 4]);
  fc.assert(fc.property(fc.string(), (noise) => void readKnownHosts(noise)));
});

test("an accepted key is written so that nobody else can read it, and is known at once", (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "keys/known_hosts");
  const book = hostKeyBook([file], now);
  const at = { host: "r1", port: 2222, mode: "accept-new" as const };
  assert.equal(book.judge(blobs[0]!, at).kind, "new");
  assert.equal(book.judge(blobs[0]!, at).kind, "known");
  assert.equal(book.judge(blobs[1]!, at).kind, "refused");
  assert.equal(statSync(file).mode & 0o077, 0);
  assert.equal(readFileSync(file, "utf8"), knownHostLine("r1", 2222, blobs[0]!, now().toISOString()));
  assert.equal(hostKeyBook([file], now).judge(blobs[0]!, at).kind, "known");
});

test("a file that is there and cannot be read is a fault, not an empty one", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "known_hosts"));
  assert.throws(
    () => hostKeyBook([join(folder, "known_hosts")], now),
    (error) => error instanceof Fault && error.code === "known-hosts-unreadable",
  );
});

const keygen = spawnSync("ssh-keygen", ["-?"]).error === undefined;

test("OpenSSH and this reader find the same lines", { skip: !keygen }, (t) => {
  const file = join(temporaryFolder(t), "known_hosts");
  const plain = `core1,192.0.2.1 ${publics[0]}\n[core2]:2222 ${publics[0]}\n[127.0.0.1]:2300 ${publics[1]}\n`;
  writeFileSync(file, plain);
  spawnSync("ssh-keygen", ["-H", "-f", file]);
  const text = readFileSync(file, "utf8");
  assert.match(text, /^\|1\|/);
  for (const [host, at] of [
    ["core1", 22],
    ["192.0.2.1", 22],
    ["core2", 2222],
    ["core2", 22],
    ["127.0.0.1", 2300],
  ] as const) {
    const { status } = spawnSync("ssh-keygen", ["-F", hostName(host, at), "-f", file]);
    assert.equal(keysIn(text, host, at).known.length > 0, status === 0, `${host} ${at}`);
  }
});
