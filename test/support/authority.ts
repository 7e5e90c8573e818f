// A certificate authority for tests: X.509 version 3 written by hand in DER (RFC 5280), so that no tool and no file is needed.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Wish {
  readonly common?: string;
  readonly dns?: readonly string[];
  /** IPv4. */
  readonly addresses?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
}

const day = 86_400_000;

/** Signs what it is asked to; its own certificate is self-signed. */
export class Authority {
  readonly certificate: string;
  readonly #keys = newKeys();
  readonly #name: string;

  constructor(name = "test authority") {
    this.#name = name;
    this.certificate = pem("CERTIFICATE", this.#certificate({ common: name }, this.#keys.publicKey, true));
  }

  issue(wish: Wish): Issued {
    const { publicKey, privateKey } = newKeys();
    return {
      certificate: pem("CERTIFICATE", this.#certificate(wish, publicKey, false)),
      key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    };
  }

  #certificate(wish: Wish, publicKey: KeyObject, isAuthority: boolean): Buffer {
    const { common = "host", from = new Date(Date.now() - day), until = new Date(Date.now() + day) } = wish;
    const algorithm = sequence(objectId("1.2.840.10045.4.3.2"));
    const body = sequence(
      tagged(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
      algorithm,
      nameOf(this.#name),
      sequence(time(from), time(until)),
      nameOf(common),
      publicKey.export({ type: "spki", format: "der" }),
      tagged(0xa3, sequence(basicConstraints(isAuthority), ...alternativeNames(wish))),
    );
    const signature = sign("sha256", body, this.#keys.privateKey);
    return sequence(body, algorithm, tagged(0x03, Buffer.from([0]), signature));
  }
}

/** Writes certificate and key into a folder and returns their paths. */
export function writePair(folder: string, name: string, { certificate, key }: Issued) {
  const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  writeFileSync(files.certificate, certificate);
  writeFileSync(files.key, key, { mode: 0o600 });
  return files;
}

function newKeys() {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

function basicConstraints(isAuthority: boolean): Buffer {
  const value = sequence(...(isAuthority ? [tagged(0x01, Buffer.from([0xff]))] : []));
  return sequence(objectId("2.5.29.19"), tagged(0x01, Buffer.from([0xff])), tagged(0x04, value));
}

function alternativeNames({ dns = [], addresses = [] }: Wish): Buffer[] {
  if (dns.length + addresses.length === 0) return [];
  const names = dns.map((name) => tagged(0x82, Buffer.from(name)));
  const numbers = addresses.map((one) => tagged(0x87, Buffer.from(one.split(".").map(Number))));
  return [sequence(objectId("2.5.29.17"), tagged(0x04, sequence(...names, ...numbers)))];
}

function nameOf(common: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId("2.5.4.3"), tagged(0x0c, Buffer.from(common)))));
}

function time(date: Date): Buffer {
  return tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, "")}`));
}

function objectId(text: string): Buffer {
  const [first, second, ...rest] = text.split(".").map(Number);
  const bytes = [40 * first! + second!];
  for (const part of rest) {
    const groups = [part & 127];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const long = body.length > 255 ? [0x82, body.length >> 8, body.length & 255] : [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 128 ? [body.length] : long)]), body]);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
