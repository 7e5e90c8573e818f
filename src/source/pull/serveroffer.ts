import type { Kind } from "./algorithms.ts";

/** What an SSH server says before anything is encrypted. */
export interface ServerOffer {
  /** `SSH-2.0-Cisco-1.25`; empty when none came. */
  readonly ident: string;
  readonly offered: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

const kexinit = 20;
/** More than any ident and KEXINIT take. */
export const offerBytes = 16_384;

/** Reads the ident and the KEXINIT (RFC 4253, sections 4.2, 6 and 7.1) at the beginning of what a server sent. */
export function serverOffer(bytes: Buffer): ServerOffer {
  const head = bytes.toString("latin1", 0, Math.min(bytes.length, 8192));
  const found = /^(SSH-[^\r\n]{1,255})\r?\n/m.exec(head);
  if (!found) return { ident: "", offered: {} };
  const packet = bytes.subarray(found.index + found[0].length);
  return { ident: found[1]!, offered: kexLists(packet) };
}

function kexLists(packet: Buffer): ServerOffer["offered"] {
  // length (4), padding length (1), message (1), cookie (16)
  if (packet.length < 22 || packet[5] !== kexinit) return {};
  const lists: string[][] = [];
  let at = 22;
  while (lists.length < 6 && at + 4 <= packet.length) {
    const size = packet.readUInt32BE(at);
    if (at + 4 + size > packet.length) break;
    lists.push(
      packet
        .toString("latin1", at + 4, at + 4 + size)
        .split(",")
        .filter(Boolean),
    );
    at += 4 + size;
  }
  const [kex, serverHostKey, , cipher, , hmac] = lists;
  return {
    ...(kex === undefined ? {} : { kex: kex.filter((name) => !/^(?:ext-info-|kex-strict-)/.test(name)) }),
    ...(serverHostKey === undefined ? {} : { serverHostKey }),
    ...(cipher === undefined ? {} : { cipher }),
    ...(hmac === undefined ? {} : { hmac }),
  };
}
