import { setTimeout as pause } from "node:timers/promises";
import { deliverySender } from "../deliver/delivery.ts";
import type { Sender } from "../deliver/sender.ts";
import { type Address, addressText } from "../settings/address.ts";
import type { DeliverSettings, TlsListenSettings, WatchLimits } from "../settings/settings.ts";
import type { Counters } from "../source/candidate.ts";
import { type Receiver, startReceiver } from "../source/receiver.ts";
import { openStore } from "../store/sqlitestore.ts";
import type { Store } from "../store/store.ts";
import type { CommandContext } from "./context.ts";
import { auditedDevices, deviceLookUp } from "./devicelookup.ts";
import { listenPlan } from "./listenplan.ts";
import { noticeReader } from "./noticereader.ts";
import { type Desk, watchDesk } from "./watchdesk.ts";
import type { LogFields, WatchLog } from "./watchlog.ts";

export interface WatchPlan {
  readonly udp: readonly Address[];
  readonly tcp: readonly Address[];
  readonly tls: readonly Address[];
  /** Certificates of the TLS listeners; null: there are none. */
  readonly certificates: TlsListenSettings | null;
  readonly proxies: readonly string[];
  readonly limits: WatchLimits;
  readonly deliver: DeliverSettings;
  /** Ends after this time, or when this many messages have been received. */
  readonly seconds?: number;
  readonly messages?: number;
}

/** What a run of the daemon did: the JSON that it prints at its end. */
export interface WatchSummary {
  readonly received: Counters;
  readonly observations: number;
  /** Steps of findings, each of which is one event. */
  readonly steps: number;
  /** Messages at which mirrorwatch itself failed. */
  readonly bugs: number;
  /** Events in the outbox that no receiver has for certain. */
  readonly waiting: number;
}

/** How long the end may take for delivering what is in the outbox. */
const drainMs = 10_000;
const lookMs = 25;
const statusMs = 600_000;

/**
 * Runs the daemon until it is told to stop: receive, judge, store, deliver. Then what was received is still judged and
 * stored, and what is in the outbox is delivered if the receiver takes it in time.
 */
export async function runWatch(
  context: CommandContext,
  plan: WatchPlan,
  log: WatchLog,
): Promise<WatchSummary> {
  const store = openStore(context.database());
  try {
    const devices = auditedDevices(store, context.now);
    const reader = noticeReader(context, deviceLookUp(context.settings().inventory, devices));
    const desk = watchDesk(context, reader, store, log);
    const receiver = await startReceiver({
      ...listenPlan(plan, context.now()),
      anchors: reader.anchors,
      incident: ({ what, ...rest }) => log.warn(what, rest),
    });
    return await serve(context, plan, { store, desk, receiver, log });
  } finally {
    store.close();
  }
}

interface Parts {
  readonly store: Store;
  readonly desk: Desk;
  readonly receiver: Receiver;
  readonly log: WatchLog;
}

async function serve(context: CommandContext, plan: WatchPlan, parts: Parts): Promise<WatchSummary> {
  const { store, desk, receiver, log } = parts;
  const sender = deliverySender(plan.deliver, {
    store,
    version: context.version,
    incident: (what) => log.warn(`delivery: ${what}`),
  });
  const ending = new AbortController();
  const stopping = stopOnEnd(context, plan, parts, sender, ending.signal);
  stopping.catch(() => {});
  const status = setInterval(() => log.info("status", statusOf(parts)), statusMs);
  try {
    sender?.start();
    announce(plan, receiver, log);
    for await (const batch of receiver.batches()) if ((await desk.handle(batch)) > 0) sender?.wake();
    await desk.finish();
    await sender?.stop(drainMs);
  } finally {
    clearInterval(status);
    ending.abort();
    await stopping.finally(() => sender?.stop(0));
  }
  log.info("stopped", statusOf(parts));
  return { received: receiver.counters(), ...desk.counters(), waiting: store.outboxDepth().pending };
}

/** Stops the receiver when the run shall end; rejects when a bug has ended the sender. */
async function stopOnEnd(
  context: CommandContext,
  plan: WatchPlan,
  { receiver, log }: Parts,
  sender: Sender | undefined,
  failed: AbortSignal,
): Promise<void> {
  try {
    const end = endOfWatch(context.stop, plan, receiver, failed);
    log.info(`ending: ${await (sender ? Promise.race([end, sender.failure]) : end)}`);
  } finally {
    await receiver.stop();
  }
}

/** Resolves to why the run ends. */
async function endOfWatch(
  stop: AbortSignal,
  { seconds = Number.POSITIVE_INFINITY, messages = Number.POSITIVE_INFINITY }: WatchPlan,
  receiver: Receiver,
  failed: AbortSignal,
): Promise<string> {
  for (const until = performance.now() + seconds * 1000; ; await pause(lookMs)) {
    const { udpMessages, tcpMessages, tlsMessages } = receiver.counters();
    if (stop.aborted) return `told to stop (${String(stop.reason)})`;
    if (failed.aborted) return "failed";
    if (performance.now() >= until) return `${seconds} seconds are over`;
    if (udpMessages + tcpMessages + tlsMessages >= messages) return `${messages} messages have been received`;
  }
}

function announce({ deliver }: WatchPlan, receiver: Receiver, log: WatchLog): void {
  const on = (transport: string) =>
    receiver
      .bound()
      .filter((one) => one.transport === transport)
      .map(addressText);
  log.info("listening", {
    udp: on("udp"),
    tcp: on("tcp"),
    tls: on("tls"),
    deliver: deliver.to === null ? "nowhere: events stay in the outbox" : addressText(deliver.to),
  });
}

/** The counters that are not zero. */
function statusOf({ store, desk, receiver }: Parts): LogFields {
  const all = { ...receiver.counters(), ...desk.counters(), waiting: store.outboxDepth().pending };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0));
}
