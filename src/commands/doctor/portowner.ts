import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** A process of this machine. */
export interface PortOwner {
  readonly pid: number;
  /** Its command line, cut to 60 characters. */
  readonly command: string;
  /** Is it `mirrorwatch watch`, whatever folder it was started from? */
  readonly isReceiver: boolean;
}

/**
 * Who holds a local port, from Linux's /proc/net tables (proc(5)). Undefined when the system does not say: another system,
 * or a process of another user.
 */
export function portOwner(transport: "udp" | "tcp", port: number): PortOwner | undefined {
  const sockets = new Set([transport, `${transport}6`].flatMap((table) => socketsOn(table, transport, port)));
  if (sockets.size === 0) return undefined;
  const pid = list("/proc").find((entry) => /^\d+$/.test(entry) && holds(entry, sockets));
  if (pid === undefined) return undefined;
  const words = read(`/proc/${pid}/cmdline`).split("\0");
  return { pid: Number(pid), command: commandLine(pid), isReceiver: isReceiver(words) };
}

/** The name of the program counts, not the folder that it stands in: a checkout is called mirrorwatch too. */
export function isReceiver(words: readonly string[]): boolean {
  const program = words.findIndex((word) => /^mirrorwatch(?:\.js)?$/.test(basename(word)));
  return program >= 0 && words.slice(program + 1).includes("watch");
}

const listening = "0A";

/** `socket:[INODE]` of each socket that waits on the port. */
function socketsOn(table: string, transport: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return read(`/proc/net/${table}`)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && (transport === "udp" || state === listening))
    .map((fields) => `socket:[${fields[9]}]`);
}

function holds(pid: string, sockets: ReadonlySet<string>): boolean {
  return list(`/proc/${pid}/fd`).some((descriptor) => sockets.has(link(`/proc/${pid}/fd/${descriptor}`)));
}

function commandLine(pid: string): string {
  return (
    read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim().slice(0, 60) || read(`/proc/${pid}/comm`).trim()
  );
}

/** Processes end while one looks, and those of others may not be looked into: both say nothing. */
function quietly<T>(step: () => T, otherwise: T): T {
  try {
    return step();
  } catch {
    return otherwise;
  }
}

function read(file: string): string {
  return quietly(() => readFileSync(file, "utf8"), "");
}

function list(folder: string): string[] {
  return quietly(() => readdirSync(folder), []);
}

function link(file: string): string {
  return quietly(() => readlinkSync(file), "");
}
