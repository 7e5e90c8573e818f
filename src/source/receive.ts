import { setTimeout as pause } from "node:timers/promises";
import { anchorSearch } from "./anchor.ts";
import type { BatchEngine } from "./batchudp.ts";
import { type Candidate, type Counters, zeroCounters } from "./candidate.ts";
import { Connections } from "./connections.ts";
import { DatagramPump } from "./datagrampump.ts";
import { sparing } from "./incidents.ts";
import { isSupported, kernelCalls } from "./kernelcall.ts";
import { kernelDrops } from "./kerneldrops.ts";
import type { Bound, Incident, Listener } from "./listener.ts";
import { Listening, type ListenPlan } from "./listening.ts";
import { canReadInto, ReadRegion } from "./readregion.ts";
import { type SenderCount, Senders } from "./senders.ts";
import { sieve } from "./sieve.ts";
import { Slab } from "./slab.ts";

export interface ThreadTask extends ListenPlan {
  readonly anchors: readonly string[];
  /** How datagrams are taken: many at once where the system allows it, or one by one. */
  readonly datagrams: "batch" | "single";
}

/** What the thread says. Counters come several times a second and with each batch. */
export type ThreadMessage =
  | { readonly kind: "ready"; readonly bound: readonly Bound[] }
  | { readonly kind: "batch"; readonly candidates: readonly Candidate[]; readonly counters: Counters }
  | { readonly kind: "counters"; readonly counters: Counters }
  | { readonly kind: "incident"; readonly incident: Incident }
  /** Those that have changed. */
  | { readonly kind: "senders"; readonly senders: readonly SenderCount[] }
  /** The start, or a reload, changed nothing. */
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
  /** Answered by `ready` or `fault`. */
  | { readonly kind: "reload"; readonly task: ThreadTask }
  | { readonly kind: "stop" };

export interface Receiving {
  readonly done: (count: number, bytes: number) => void;
  /** Listens as the task says from now on, or goes on as before. @throws Fault */
  readonly reload: (task: ThreadTask) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const reportMs = 200;
const sendersMs = 5_000;
/** After the order to stop, what is already in the kernel's buffers is still read: until nothing comes, or this long. */
const lastCallMs = { quiet: 40, most: 600 };

/** Opens every listener, or none. @throws Fault (listenFault). */
export async function receive(task: ThreadTask, post: (message: ThreadMessage) => void): Promise<Receiving> {
  const counters = zeroCounters();
  const connections = new Connections();
  let { limits } = task;
  let search = anchorSearch(task.anchors);
  const messages = sieve({
    search: (bytes, from, to) => search(bytes, from, to),
    counters,
    limits: () => limits,
    handOver: (candidates) => post({ kind: "batch", candidates, counters }),
    full: (full) => {
      if (full && !connections.paused) counters.pauses++;
      connections.pause(full);
    },
    now: Date.now,
  });
  const senders = new Senders();
  const incident = sparing((one) => post({ kind: "incident", incident: one }));
  const listening = new Listening(task, {
    counters,
    connections,
    incident,
    take: (transport) => {
      const take = messages.take(transport);
      return (peer, bytes, from, to, cut) => {
        senders.take(peer, bytes, from, to);
        take(peer, bytes, from, to, cut);
      };
    },
    region: new ReadRegion(limits.messageBytes + 16),
    inPlace: await canReadInto(),
    batchEngine: engineOnce(task, incident),
  });
  const ready = () => post({ kind: "ready", bound: listening.listeners.map(({ bound }) => bound) });
  await listening.follow(task);
  ready();
  const reporter = setInterval(() => {
    countDrops(counters, listening.listeners, incident);
    post({ kind: "counters", counters });
  }, reportMs);
  const tellSenders = () => {
    const changes = senders.changes();
    counters.missing = senders.missing;
    for (const { address, more } of changes)
      if (more > 0)
        incident({ what: `${more} messages of this device never arrived, by their numbers`, peer: address });
    if (changes.length > 0) post({ kind: "senders", senders: changes });
  };
  const sendersTimer = setInterval(tellSenders, sendersMs);
  const reload = async (next: ThreadTask) => {
    const nextSearch = anchorSearch(next.anchors);
    await listening.follow(next);
    limits = next.limits;
    search = nextSearch;
    ready();
  };
  const stop = async () => {
    await lastCall(counters, connections);
    clearInterval(reporter);
    clearInterval(sendersTimer);
    countDrops(counters, listening.listeners, incident);
    const closing = listening.close();
    await connections.destroy();
    await closing;
    messages.flush();
    tellSenders();
    post({ kind: "stopped", counters });
  };
  return { done: messages.done, reload, stop };
}

/** The most bytes that a datagram can have. */
const datagramBytes = 65_536;
const slots = 128;

/** The engine that all UDP listeners share, made when the first of them needs it. */
function engineOnce(
  { datagrams }: ThreadTask,
  incident: (incident: Incident) => void,
): () => Promise<BatchEngine | undefined> {
  let engine: Promise<BatchEngine | undefined> | undefined;
  const make = async () => {
    const calls = datagrams === "batch" ? await kernelCalls() : undefined;
    if (calls) return { calls, pump: new DatagramPump(calls, new Slab(calls, slots, datagramBytes)) };
    if (datagrams === "batch" && isSupported)
      incident({
        what: "UDP datagrams are taken one by one, since the package koffi is not installed; about 50,000 a second are safe",
        remedy: "install mirrorwatch with its optional dependencies, or let busy senders use TCP",
      });
    return undefined;
  };
  return () => {
    engine ??= make();
    return engine;
  };
}

function countDrops(
  counters: Counters,
  listeners: readonly Listener[],
  incident: (incident: Incident) => void,
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
