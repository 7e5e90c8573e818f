import { isIP } from "node:net";

/** What a connection begins with. `source`: the sender's address; undefined when the proxy speaks for itself. */
export type ProxyHeader =
  | { readonly kind: "header"; readonly length: number; readonly source: string | undefined }
  | { readonly kind: "unfinished" }
  | { readonly kind: "none"; readonly why: string };

const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const word = Buffer.from("PROXY ", "latin1");
/** The longest line of version 1, with its CRLF, and the longest header of version 2 that is read. */
const mostText = 107;
const mostBinary = 2_048;

/** Could these bytes begin a PROXY header? */
export function beginsProxyHeader(bytes: Uint8Array): boolean {
  return bytes.length >= word.length && [word, signature].some((start) => agrees(bytes, start));
}

/** Reads a header of the PROXY protocol, version 1 or 2 (haproxy.org, "The PROXY protocol", sections 2.1 and 2.2). */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader {
  if (agrees(bytes, signature)) return readBinary(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (agrees(bytes, word)) return readText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  return none("it does not begin with a PROXY header");
}

/** As far as both go. */
function agrees(bytes: Uint8Array, start: Uint8Array): boolean {
  const length = Math.min(bytes.length, start.length);
  return start.subarray(0, length).every((byte, at) => bytes[at] === byte);
}

function readText(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, mostText).indexOf("\r\n");
  if (end < 0) return bytes.length < mostText ? { kind: "unfinished" } : none("its PROXY line has no end");
  const [, family, source, ...rest] = bytes.toString("latin1", 0, end).split(" ");
  const length = end + 2;
  if (family === "UNKNOWN") return { kind: "header", length, source: undefined };
  const version = { TCP4: 4, TCP6: 6 }[family ?? ""];
  if (version === undefined || isIP(source ?? "") !== version || rest.length !== 3)
    return none("its PROXY line cannot be read");
  return { kind: "header", length, source };
}

function readBinary(bytes: Buffer): ProxyHeader {
  if (bytes.length < 16) return { kind: "unfinished" };
  const command = bytes[12]!;
  const length = 16 + bytes.readUInt16BE(14);
  if (command !== 0x20 && command !== 0x21) return none("its PROXY header has an unknown version or command");
  if (length > mostBinary) return none(`its PROXY header is longer than ${mostBinary} bytes`);
  if (bytes.length < length) return { kind: "unfinished" };
  const source = command === 0x20 ? undefined : sourceOf(bytes[13]!, bytes.subarray(16, length));
  return source === null
    ? none("its PROXY header is too short for an address")
    : { kind: "header", length, source };
}

/** Of TCP over IPv4 (0x11) and IPv6 (0x21); other families name no address. Null: too short. */
function sourceOf(family: number, body: Buffer): string | undefined | null {
  if (family === 0x11) return body.length < 12 ? null : body.subarray(0, 4).join(".");
  if (family !== 0x21) return undefined;
  if (body.length < 36) return null;
  const groups = Array.from({ length: 8 }, (_, at) => body.readUInt16BE(2 * at).toString(16));
  // In the form in which the system writes the addresses of its own sockets.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function none(why: string): ProxyHeader {
  return { kind: "none", why };
}
