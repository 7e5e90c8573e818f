import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { Fault } from "../model/fault.ts";

/** A certificate, the chain above it and its key, as PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  /** Milliseconds since 1970 of the certificate's end. */
  readonly until: number;
}

/**
 * Reads a certificate (with its chain) and the key that belongs to it.
 *
 * @throws Fault `certificate-unreadable`, `certificate-invalid`, `certificate-expired`, `key-invalid`, `key-mismatch`.
 */
export function readKeyPair(certificateFile: string, keyFile: string, now: Date): KeyPair {
  const certificate = readPem(certificateFile);
  const [first] = certificatesIn(certificate, certificateFile);
  checkDates(first!, certificateFile, now);
  const key = readPem(keyFile);
  if (!first!.checkPrivateKey(privateKey(key, keyFile)))
    throw new Fault({
      code: "key-mismatch",
      where: keyFile,
      what: `the key does not belong to the certificate ${certificateFile}`,
      remedy:
        "name the key that the certificate was made for; in a chain, the host's own certificate comes first",
    });
  return { certificate, key, until: Date.parse(first!.validTo) };
}

/** Reads the certificates of authorities. @throws Fault `certificate-unreadable`, `certificate-invalid`. */
export function readAuthorities(file: string): string {
  const text = readPem(file);
  certificatesIn(text, file);
  return text;
}

function certificatesIn(text: string, file: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length === 0) throw new Error("it holds no BEGIN CERTIFICATE");
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new Fault({
      code: "certificate-invalid",
      where: file,
      what: `the file is no PEM certificate (${(cause as Error).message})`,
      remedy: "convert it: openssl x509 -inform der -in FILE -out FILE.pem",
      cause,
    });
  }
}

function checkDates({ validFrom, validTo }: X509Certificate, file: string, now: Date): void {
  const early = now.getTime() < Date.parse(validFrom);
  if (!early && now.getTime() <= Date.parse(validTo)) return;
  throw new Fault({
    code: "certificate-expired",
    where: file,
    what: early ? `the certificate is valid only from ${validFrom}` : `the certificate ended on ${validTo}`,
    remedy: early ? "check this machine's clock" : "renew the certificate",
  });
}

function privateKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    // The library's words are left out: they may hold a part of the key.
    const locked = /^(?:-----BEGIN ENCRYPTED|Proc-Type:.*ENCRYPTED)/m.test(text);
    throw new Fault({
      code: "key-invalid",
      where: file,
      what: locked ? "the key is locked by a passphrase" : "the file is no PEM private key",
      remedy: "use an unlocked PEM key that only this user may read (mode 0600)",
    });
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (cause) {
    throw new Fault({
      code: "certificate-unreadable",
      where: file,
      what: `the file cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
      remedy: "check the path, and that this user may read it",
      cause,
    });
  }
}
