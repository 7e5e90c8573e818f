import { isIPv4, isIPv6 } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { anchorSearch } from "./anchor.ts";
import { type Candidate, type Counters, zeroCounters } from "./candidate.ts";
import { Connections } from "./connections.ts";
import { kernelDrops } from "./kerneldrops.ts";
import type { Bound, Incident, ListenAddress, Listener, ReceiverLimits } from "./listener.ts";
import { type Sieve, sieve } from "./sieve.ts";
import { listenTcp } from "./tcp.ts";
import { listenUdp } from "./udp.ts";

export interface ThreadTask {
  readonly udp: readonly ListenAddress[];
  readonly tcp: readonly ListenAddress[];
  readonly anchors: readonly string[];
  readonly limits: ReceiverLimits;
}

/** What the thread says. Counters come several times a second and with each batch. */
export type ThreadMessage =
  | { readonly kind: "ready"; readonly bound: readonly Bound[] }
  | { readonly kind: "batch"; readonly candidates: readonly Candidate[]; readonly counters: Counters }
  | { readonly kind: "counters"; readonly counters: Counters }
  | { readonly kind: "incident"; readonly incident: Incident }
  | { readonly kind: "fault"; readonly fault: FaultParts }
  | { readonly kind: "stopped"; readonly counters: Counters };

export interface FaultParts {
  readonly code: string;
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** What the thread is told. */
export type ThreadOrder =
  | { readonly kind: "done"; readonly count: number; readonly bytes: number }
  | { readonly kind: "stop" };

export interface Receiving {
  readonly done: (count: number, bytes: number) => void;
  readonly stop: () => Promise<void>;
}

const reportMs = 200;
/** After the order to stop, what is already in the kernel's buffers is still read: until nothing comes, or this long. */
const lastCallMs = { quiet: 40, most: 600 };

/** Opens every listener, or none. @throws Fault (listenFault). */
export async function receive(task: ThreadTask, post: (message: ThreadMessage) => void): Promise<Receiving> {
  const counters = zeroCounters();
  const connections = new Connections();
  const messages = sieve({
    search: anchorSearch(task.anchors),
    counters,
    queue: task.limits.queue,
    queueBytes: task.limits.queueBytes,
    handOver: (candidates) => post({ kind: "batch", candidates, counters }),
    full: (full) => {
      if (full && !connections.paused) counters.pauses++;
      connections.pause(full);
    },
    now: Date.now,
  });
  const incident = sparing((one) => post({ kind: "incident", incident: one }));
  const listeners = await openAll(task, { counters, connections, messages, incident });
  post({ kind: "ready", bound: listeners.map(({ bound }) => bound) });
  const reporter = setInterval(() => {
    countDrops(counters, listeners, incident);
    post({ kind: "counters", counters });
  }, reportMs);
  const stop = async () => {
    await lastCall(counters, connections);
    clearInterval(reporter);
    countDrops(counters, listeners, incident);
    const closing = listeners.map((one) => one.close());
    await connections.destroy();
    await Promise.all(closing);
    messages.flush();
    post({ kind: "stopped", counters });
  };
  return { done: messages.done, stop };
}

/** Incidents in one second before the rest are only counted: what peers do must not flood the log. */
const incidentsPerSecond = 20;

function sparing(tell: (incident: Incident) => void): (incident: Incident) => void {
  let second = 0;
  let told = 0;
  return (incident) => {
    const now = Math.floor(Date.now() / 1000);
    const unsaid = told - incidentsPerSecond;
    if (now !== second && unsaid > 0)
      tell({ what: `${unsaid} more incidents in one second; the counters have them` });
    if (now !== second) told = 0;
    second = now;
    if (told++ < incidentsPerSecond) tell(incident);
  };
}

interface Surroundings {
  readonly counters: Counters;
  readonly connections: Connections;
  readonly messages: Sieve;
  readonly incident: (incident: Incident) => void;
}

async function openAll(task: ThreadTask, around: Surroundings): Promise<readonly Listener[]> {
  const { limits } = task;
  const opened: Listener[] = [];
  try {
    for (const address of task.udp) {
      const take = around.messages.take("udp");
      opened.push(
        await listenUdp({ ...around, ...limits, address, take, ipv6Only: apart(address, task.udp) }),
      );
    }
    for (const address of task.tcp) {
      const take = around.messages.take("tcp");
      opened.push(await listenTcp({ ...around, limits, address, take, ipv6Only: apart(address, task.tcp) }));
    }
    return opened;
  } catch (error) {
    await Promise.all(opened.map((one) => one.close()));
    throw error;
  }
}

/** Has an IPv4 listener the same port? Then an IPv6 one must leave IPv4 alone. */
function apart(address: ListenAddress, all: readonly ListenAddress[]): boolean {
  return isIPv6(address.host) && all.some(({ host, port }) => isIPv4(host) && port === address.port);
}

function countDrops(
  counters: Counters,
  listeners: readonly Listener[],
  incident: Surroundings["incident"],
): void {
  const ports = listeners.filter(({ bound }) => bound.transport === "udp").map(({ bound }) => bound.port);
  const drops = ports.length === 0 ? undefined : kernelDrops(new Set(ports));
  if (drops === undefined || drops <= counters.kernelDrops) return;
  incident({
    what: `the kernel dropped ${drops - counters.kernelDrops} datagrams: its receive buffer was full`,
    remedy: "raise net.core.rmem_max, or let the senders use TCP",
  });
  counters.kernelDrops = drops;
}

async function lastCall(counters: Counters, connections: Connections): Promise<void> {
  const until = Date.now() + lastCallMs.most;
  let before = -1;
  while ((before !== counters.bytes || connections.paused) && Date.now() < until) {
    before = counters.bytes;
    await pause(lastCallMs.quiet);
  }
}
