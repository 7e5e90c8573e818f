import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import { getSystemErrorName } from "node:util";
import type { DatagramPump, PumpedSocket } from "./datagrampump.ts";
import { beforeFiller } from "./framing.ts";
import type { KernelCalls } from "./kernelcall.ts";
import { type ListenAddress, type Listener, listenFault } from "./listener.ts";
import { tellGranted, type UdpOptions } from "./udp.ts";

export interface BatchEngine {
  readonly calls: KernelCalls;
  readonly pump: DatagramPump;
}

// Linux, x86-64 and arm64: socket(7), ip(7), ipv6(7).
const inet = 2;
const inet6 = 10;
const datagramCloseOnExec = 0x80002;
const socketLevel = 1;
const receiveBufferOption = 8;
const receiveBufferForce = 33;
const ipv6Level = 41;
const ipv6OnlyOption = 26;

/** Listens for syslog over UDP (RFC 5426), many datagrams with each system call. @throws Fault (listenFault). */
export async function listenBatchUdp(options: UdpOptions, { calls, pump }: BatchEngine): Promise<Listener> {
  const { address, counters } = options;
  const descriptor = address.descriptor ?? (await open(options, calls));
  tellGranted(options, askBuffer(descriptor, options.receiveBuffer, calls) / 2, portOf(descriptor, calls));
  const socket: PumpedSocket = {
    descriptor,
    take: (slab, slot) => {
      const from = slab.from(slot);
      const length = slab.length(slot);
      counters.udpMessages++;
      counters.bytes += length;
      const end = from + Math.min(length, options.messageBytes);
      const cut = length > options.messageBytes || slab.cut(slot);
      options.take(slab.peer(slot), slab.bytes, from, beforeFiller(slab.bytes, from, end), cut);
    },
    failed: (errno) => options.incident({ what: `UDP socket: ${getSystemErrorName(-errno)}` }),
  };
  pump.add(socket);
  return {
    bound: { transport: "udp", host: address.host, port: portOf(descriptor, calls) },
    close: async () => {
      await pump.remove(socket);
      calls.close(descriptor);
    },
  };
}

async function open({ address, ipv6Only }: UdpOptions, calls: KernelCalls): Promise<number> {
  const host = await resolved(address);
  const family = isIPv6(host) ? inet6 : inet;
  const descriptor = checked(calls.socket(family, datagramCloseOnExec, 0), address);
  try {
    if (family === inet6) setNumber(descriptor, ipv6Level, ipv6OnlyOption, ipv6Only ? 1 : 0, calls);
    const name = socketAddress(host, address.port);
    checked(calls.bind(descriptor, name, name.length), address);
    return descriptor;
  } catch (error) {
    calls.close(descriptor);
    throw error;
  }
}

async function resolved(address: ListenAddress): Promise<string> {
  try {
    return (await lookup(address.host)).address;
  } catch (error) {
    throw listenFault("udp", address, error);
  }
}

function checked(result: number, address: ListenAddress): number {
  if (result >= 0) return result;
  const code = getSystemErrorName(result);
  throw listenFault("udp", address, Object.assign(new Error(code), { code }));
}

/** `struct sockaddr_in` or `sockaddr_in6`. */
function socketAddress(host: string, port: number): Buffer {
  const six = isIPv6(host);
  const bytes = Buffer.alloc(six ? 28 : 16);
  bytes.writeUInt16LE(six ? inet6 : inet, 0);
  bytes.writeUInt16BE(port, 2);
  if (six) sixBytes(host).copy(bytes, 8);
  else Buffer.from(host.split(".").map(Number)).copy(bytes, 4);
  return bytes;
}

function sixBytes(host: string): Buffer {
  const [head = "", tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) =>
    text === "" ? [] : text.split(":").map((one) => Number.parseInt(one, 16));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

function portOf(descriptor: number, calls: KernelCalls): number {
  const name = Buffer.alloc(28);
  calls.getsockname(descriptor, name, lengthOf(name));
  return name.readUInt16BE(2);
}

/** Returns what the kernel granted, doubled as it counts (socket(7)). Past the system's limit only a privileged user gets it. */
function askBuffer(descriptor: number, bytes: number, calls: KernelCalls): number {
  if (setNumber(descriptor, socketLevel, receiveBufferForce, bytes, calls) < 0)
    setNumber(descriptor, socketLevel, receiveBufferOption, bytes, calls);
  const value = Buffer.alloc(4);
  calls.getsockopt(descriptor, socketLevel, receiveBufferOption, value, lengthOf(value));
  return value.readInt32LE(0);
}

function setNumber(
  descriptor: number,
  level: number,
  name: number,
  number: number,
  calls: KernelCalls,
): number {
  const value = Buffer.alloc(4);
  value.writeInt32LE(number);
  return calls.setsockopt(descriptor, level, name, value, 4);
}

function lengthOf(buffer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(buffer.length);
  return length;
}
