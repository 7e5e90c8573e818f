import { createHash } from "node:crypto";
import { failed, type PullError } from "./failure.ts";
import { type HostKeys, hostName, keyText, typeOf } from "./knownhosts.ts";

/** `SHA256:…` as OpenSSH prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

export interface HostKeyCase {
  readonly host: string;
  readonly port: number;
  readonly keys: HostKeys;
  /** Stated for the device in the inventory; it goes before known_hosts. */
  readonly pinned?: string | undefined;
  readonly mode: "strict" | "accept-new";
}

export type HostKeyVerdict =
  | { readonly kind: "known" }
  /** To be written down: nothing was known of the host. */
  | { readonly kind: "new" }
  | { readonly kind: "refused"; readonly error: PullError };

/** Judges the key that a host shows, before anything secret is sent to it. */
export function judgeHostKey(key: Buffer, { host, port, keys, pinned, mode }: HostKeyCase): HostKeyVerdict {
  const shown = `${typeOf(key)} ${fingerprint(key)}`;
  const text = keyText(key);
  const name = hostName(host, port);
  const refused = (error: PullError): HostKeyVerdict => ({ kind: "refused", error });
  if (keys.revoked.has(text))
    return refused(failed("hostkey-revoked", `${name} shows a revoked key, ${shown}`));
  if (pinned !== undefined && pinned.replace(/=+$/, "") !== fingerprint(key))
    return refused(
      failed("hostkey-changed", `${name} shows ${shown}, and its fingerprint is listed as ${pinned}`),
    );
  if (pinned !== undefined || keys.known.some((one) => one.key === text)) return { kind: "known" };
  if (keys.known.length > 0) {
    const types = keys.known.map(({ type }) => type).join(", ");
    return refused(
      failed("hostkey-changed", `${name} shows ${shown}, which is not its known key (${types})`),
    );
  }
  if (mode === "accept-new") return { kind: "new" };
  const why = keys.authority
    ? `${name} is known by a certificate authority only, and certificates are not read; it shows ${shown}`
    : `${name} is in no known_hosts file; it shows ${shown}`;
  return refused(failed("hostkey-unknown", why, unknownRemedy(name, key)));
}

function unknownRemedy(name: string, key: Buffer): string {
  return (
    "compare the fingerprint with the device's own, then add this line to known_hosts: " +
    `${name} ${typeOf(key)} ${key.toString("base64")}`
  );
}

/** The line that accept-new writes. */
export function knownHostLine(host: string, port: number, key: Buffer, at: string): string {
  return `${hostName(host, port)} ${typeOf(key)} ${key.toString("base64")} accepted by mirrorwatch ${at}\n`;
}
