import { SocketAddress } from "node:net";

/** An IPv6 address in the one form that RFC 5952 gives it; anything else (IPv4, a host or interface name) as it is. */
export function canonicalAddress(text: string): string {
  return text.includes(":") ? (SocketAddress.parse(`[${text}]:0`)?.address ?? text) : text;
}
