import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readAuthorities, readKeyPair } from "../../src/source/certificate.ts";
import { namesOf, refusalOf } from "../../src/source/clientcertificate.ts";
import { Authority, type Wish, writePair } from "../support/authority.ts";
import { temporaryFolder } from "../support/temporary.ts";

const authority = new Authority();

function certificate(wish: Wish): X509Certificate {
  return new X509Certificate(authority.issue(wish).certificate);
}

test("a pair is read with its chain, and says when it ends", (t) => {
  const issued = authority.issue({ dns: ["mw1"], until: new Date("2090-01-01T00:00:00Z") });
  const chain = { ...issued, certificate: `${issued.certificate}${authority.certificate}` };
  const files = writePair(temporaryFolder(t), "mw1", chain);
  const pair = readKeyPair(files.certificate, files.key, new Date());
  assert.deepEqual(pair, { ...chain, until: Date.parse("2090-01-01T00:00:00Z") });
});

test("what is wrong with certificate or key is a fault that says what to do, and shows nothing of a key", (t) => {
  const folder = temporaryFolder(t);
  const now = new Date();
  const good = writePair(folder, "good", authority.issue({}));
  const other = writePair(folder, "other", authority.issue({}));
  const old = writePair(folder, "old", authority.issue({ until: new Date(Date.now() - 60_000) }));
  const early = writePair(folder, "early", authority.issue({ from: new Date(Date.now() + 60_000) }));
  const locked = join(folder, "locked.key");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const cipher = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "secret" } as const;
  writeFileSync(locked, privateKey.export(cipher));
  const cases = [
    [good.certificate, other.key, "key-mismatch", /does not belong to the certificate/],
    [old.certificate, old.key, "certificate-expired", /ended on/],
    [early.certificate, early.key, "certificate-expired", /valid only from/],
    [good.key, good.key, "certificate-invalid", /no PEM certificate/],
    [good.certificate, good.certificate, "key-invalid", /no PEM private key/],
    [good.certificate, locked, "key-invalid", /locked by a passphrase/],
    [join(folder, "absent"), good.key, "certificate-unreadable", /ENOENT/],
  ] as const;
  for (const [first, second, code, what] of cases)
    assert.throws(() => readKeyPair(first, second, now), { code, what });
  assert.throws(() => readAuthorities(good.key), { code: "certificate-invalid" });
});

test("a sender is known by its name, by the authority alone, or by its fingerprint", () => {
  const relay = certificate({ common: "x", dns: ["Relay1.example.net"] });
  const trusted = { certificate: relay, authorized: true };
  for (const list of [[], ["relay1.example.net"], ["*.example.net"], ["a", "RELAY1.EXAMPLE.NET"]])
    assert.equal(refusalOf(trusted, list), undefined, String(list));
  for (const list of [["relay2.example.net"], ["*.net"], ["*.relay1.example.net"], ["x"], ["example.net"]])
    assert.match(refusalOf(trusted, list)!, /none of its names is allowed/, String(list));
  const stranger = { certificate: relay, authorized: false, error: "SELF_SIGNED_CERT_IN_CHAIN" };
  assert.match(refusalOf(stranger, ["relay1.example.net"])!, /not trusted \(SELF_SIGNED/);
  const fingerprint = `sha256:${relay.fingerprint256}`;
  assert.equal(refusalOf(stranger, [fingerprint]), undefined);
  assert.equal(
    refusalOf(stranger, [fingerprint.replaceAll(":", "").replace("sha256", "sha256:").toLowerCase()]),
    undefined,
  );
  assert.match(refusalOf({ certificate: undefined, authorized: false }, [])!, /no certificate/);
});

test("the common name counts only when there are no other names, and no name can hold a second one", () => {
  assert.deepEqual(namesOf(certificate({ common: "old-router" })), ["old-router"]);
  assert.deepEqual(namesOf(certificate({ common: "old-router", dns: ["a.b"] })), ["a.b"]);
  assert.deepEqual(namesOf(certificate({ common: "old-router", addresses: ["192.0.2.1"] })), []);
  assert.deepEqual(
    namesOf(certificate({ dns: ["a, DNS:relay1.example.net", 'b", DNS:relay1.example.net'] })),
    [],
  );
  assert.deepEqual(namesOf(certificate({ common: "x\nCN=relay1.example.net" })), []);
});
