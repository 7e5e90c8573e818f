import type { X509Certificate } from "node:crypto";

/** What a sender shows, and what the TLS library made of it. */
export interface Shown {
  readonly certificate: X509Certificate | undefined;
  /** Signed by an authority that is trusted here, and in its time. */
  readonly authorized: boolean;
  /** Why not, in the library's words. */
  readonly error?: string | undefined;
}

/**
 * Why a sender is refused; undefined when it may send. RFC 5425 sections 4.2 and 5: a certificate is accepted by its
 * fingerprint, or by its issuer together with a name of the list, where `*` stands for the first label.
 */
export function refusalOf(
  { certificate, authorized, error }: Shown,
  allowed: readonly string[],
): string | undefined {
  if (certificate === undefined) return "it showed no certificate";
  const fingerprint = `sha256:${plainHex(certificate.fingerprint256)}`;
  if (allowed.some((one) => one.startsWith("sha256:") && `sha256:${plainHex(one.slice(7))}` === fingerprint))
    return undefined;
  if (!authorized) return `its certificate is not trusted (${error ?? "no authority"})`;
  if (allowed.length === 0) return undefined;
  const names = namesOf(certificate);
  if (allowed.some((pattern) => names.some((name) => matches(pattern, name)))) return undefined;
  return `none of its names is allowed (${names.slice(0, 5).join(", ") || "it has none"})`;
}

/** DNS names, else, in a certificate without any, the common name (RFC 5425 section 5.2). */
export function namesOf(certificate: Pick<X509Certificate, "subject" | "subjectAltName">): readonly string[] {
  // Values with unusual characters are quoted, so that none can hold what looks like a further entry.
  const entries = (certificate.subjectAltName ?? "").matchAll(
    /(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)/g,
  );
  const names = [...entries].filter(([, kind]) => kind === "DNS").map((entry) => entry[2]!);
  if (certificate.subjectAltName !== undefined) return names.filter(isPlain).map(lowerCase);
  const common = certificate.subject.split("\n").filter((line) => line.startsWith("CN="));
  return common
    .map((line) => line.slice(3))
    .filter(isPlain)
    .map(lowerCase);
}

function matches(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.startsWith("*.")) return wanted === name;
  return name.indexOf(".") > 0 && name.slice(name.indexOf(".")) === wanted.slice(1);
}

function isPlain(name: string): boolean {
  return /^[A-Za-z0-9*_.-]+$/.test(name);
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}

function plainHex(text: string): string {
  return text.replaceAll(":", "").toLowerCase();
}
