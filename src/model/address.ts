/** An IP address, or the network that a prefix names. */
export interface Prefix {
  readonly bits: 32 | 128;
  readonly value: bigint;
  readonly length: number;
}

/** Reads `10.1.0.0/24`, `2001:db8::/32` or a plain address; undefined when it is neither (RFC 4291 section 2.2). */
export function readPrefix(text: string): Prefix | undefined {
  const [address, length, more] = text.trim().split("/");
  if (more !== undefined || !address) return undefined;
  const whole = readAddress(address);
  if (!whole) return undefined;
  if (length === undefined) return { ...whole, length: whole.bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > whole.bits) return undefined;
  return { ...whole, length: Number(length) };
}

/** Does the outer prefix hold all of the inner one? */
export function holds(outer: Prefix, inner: Prefix): boolean {
  if (outer.bits !== inner.bits || outer.length > inner.length) return false;
  const shift = BigInt(outer.bits - outer.length);
  return outer.value >> shift === inner.value >> shift;
}

// RFC 1918, RFC 6598, loopback, link-local, multicast; RFC 4193 and their IPv6 kin. Everything else can be routed to.
const internal = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "224.0.0.0/4",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
  "::1/128",
].map((text) => readPrefix(text)!);

/** Can packets to this address leave for the internet? A text that is no address counts as one that can. */
export function isPublic(address: string): boolean {
  const prefix = readPrefix(address);
  return !prefix || !internal.some((network) => holds(network, prefix));
}

function readAddress(text: string): { bits: 32 | 128; value: bigint } | undefined {
  if (!text.includes(":")) {
    const value = readQuad(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const groups = readGroups(text);
  return groups && { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n) };
}

function readQuad(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function readGroups(text: string): number[] | undefined {
  const halves = text.toLowerCase().split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : half.split(":").flatMap(readGroup)));
  if (!head || [...head, ...(tail ?? [])].some((group) => Number.isNaN(group))) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
}

function readGroup(group: string): number[] {
  if (group.includes(".")) {
    const quad = readQuad(group);
    return quad === undefined ? [Number.NaN] : [Number(quad >> 16n), Number(quad & 0xffffn)];
  }
  return [/^[0-9a-f]{1,4}$/.test(group) ? Number.parseInt(group, 16) : Number.NaN];
}
