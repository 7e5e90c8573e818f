import { setTimeout as pause } from "node:timers/promises";
import type { Catalog } from "../parse/catalog.ts";
import { addressText } from "../settings/address.ts";
import type { DeliverSettings, Settings, TlsListenSettings, WatchLimits } from "../settings/settings.ts";
import type { Counters } from "../source/candidate.ts";
import type { ListenAddress } from "../source/listener.ts";
import { type Receiver, startReceiver } from "../source/receiver.ts";
import { openStore } from "../store/sqlitestore.ts";
import type { Store } from "../store/store.ts";
import { withClouds } from "./cloudreader.ts";
import type { CommandContext } from "./context.ts";
import { refreshedEnds } from "./copyends.ts";
import { auditedDevices, deviceLookUp } from "./devicelookup.ts";
import { endsSoon, listenPlan } from "./listenplan.ts";
import { noticeReader, type RenewableReader } from "./noticereader.ts";
import { type WatchDelivery, watchDelivery } from "./watchdelivery.ts";
import { type TriggeredPulls, triggeredPulls } from "./pull/triggered.ts";
import { type Desk, tell, watchDesk } from "./watchdesk.ts";
import type { LogFields, WatchLog } from "./watchlog.ts";
import { reloadOnHangUp } from "./watchreload.ts";
import { type SenderCounters, type WatchSenders, watchSenders } from "./watchsenders.ts";
import { watchUpkeep } from "./watchupkeep.ts";

export interface WatchPlan {
  readonly udp: readonly ListenAddress[];
  readonly tcp: readonly ListenAddress[];
  readonly tls: readonly ListenAddress[];
  /** Certificates of the TLS listeners; null: there are none. */
  readonly certificates: TlsListenSettings | null;
  readonly proxies: readonly string[];
  readonly limits: WatchLimits;
  readonly deliver: DeliverSettings;
  /** Ends after this time, or when this many messages have been received. */
  readonly seconds?: number;
  readonly messages?: number;
}

/** What the daemon is to do, and what it knows; a reload brings new ones. */
export interface WatchOrders {
  /** The settings file; null: there is none. */
  readonly file: string | null;
  readonly plan: WatchPlan;
  readonly inventory: Settings["inventory"];
  readonly catalog: Catalog;
}

/** What a run of the daemon did: the JSON that it prints at its end. */
export interface WatchSummary extends SenderCounters {
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
  orders: WatchOrders,
  again: () => WatchOrders,
  log: WatchLog,
): Promise<WatchSummary> {
  const { plan } = orders;
  const store = openStore(context.database());
  try {
    const devices = auditedDevices(store, context.now);
    const lookUp = ({ inventory }: WatchOrders) => deviceLookUp(inventory, devices);
    const senders = watchSenders(() => lookUp(orders));
    const reader = withClouds(
      noticeReader({ catalog: () => orders.catalog }, lookUp(orders), {
        changed: (device) => pulls.wants(device),
        known: senders.known,
      }),
    );
    const desk = watchDesk(context, reader, store, log, {
      ends: refreshedEnds(store, context.now),
      accounts: context.settings().accounts,
      holdMs: context.settings().watch.holdSeconds * 1000,
    });
    const listen = listenPlan(plan, context.now());
    const receiver = await startReceiver({
      ...listen,
      anchors: reader.anchors,
      incident: ({ what, ...rest }) => log.warn(what, rest),
    });
    const soon = endsSoon(listen, context.now());
    if (soon !== undefined) log.warn(soon);
    const delivery = watchDelivery(plan.deliver, { store, version: context.version, log });
    const pulls = triggeredPulls(context, {
      store,
      log,
      wake: () => delivery.wake(),
      tell: (step) => tell(step, log),
    });
    const parts = { store, desk, reader, receiver, senders, delivery, pulls, log };
    const endReloads = reloadOnHangUp(context, { ...parts, orders: again, lookUp });
    return await serve(context, plan, { ...parts, endReloads });
  } finally {
    store.close();
  }
}

interface Parts {
  readonly store: Store;
  readonly desk: Desk;
  readonly reader: RenewableReader;
  readonly receiver: Receiver;
  readonly senders: WatchSenders;
  readonly delivery: WatchDelivery;
  readonly pulls: TriggeredPulls;
  readonly endReloads: () => Promise<void>;
  readonly log: WatchLog;
}

async function serve(context: CommandContext, plan: WatchPlan, parts: Parts): Promise<WatchSummary> {
  const { store, desk, receiver, delivery, pulls, log } = parts;
  const ending = new AbortController();
  const stopping = stopOnEnd(context, plan, parts, ending.signal);
  stopping.catch(() => {});
  const status = setInterval(() => log.info("status", statusOf(parts)), statusMs);
  let endUpkeep = () => {};
  try {
    delivery.start();
    announce(plan, receiver, log);
    endUpkeep = watchUpkeep(context, { ...parts, ...upkeepOf(context, plan) });
    for await (const batch of receiver.batches()) if ((await desk.handle(batch)) > 0) delivery.wake();
    await pulls.stop();
    await desk.finish();
    await delivery.stop(drainMs);
  } finally {
    clearInterval(status);
    await pulls.stop();
    endUpkeep();
    ending.abort();
    await stopping.finally(() => delivery.stop(0));
  }
  log.info("stopped", statusOf(parts));
  return {
    received: receiver.counters(),
    ...desk.counters(),
    ...parts.senders.counters(receiver),
    waiting: store.outboxDepth().pending,
  };
}

/** Signs of life only where they can leave. */
function upkeepOf(context: CommandContext, { deliver }: WatchPlan) {
  const { retention } = context.settings();
  return { retention, heartbeat: deliver.to === null ? undefined : deliver.heartbeat };
}

/** Stops the receiver when the run shall end; rejects when a bug has ended the sender. */
async function stopOnEnd(
  context: CommandContext,
  plan: WatchPlan,
  { receiver, delivery, endReloads, log }: Parts,
  failed: AbortSignal,
): Promise<void> {
  try {
    const end = endOfWatch(context.stop, plan, receiver, failed);
    log.info(`ending: ${await Promise.race([end, delivery.failure])}`);
  } finally {
    await endReloads();
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

/** The counters that are not zero, and the loudest of the senders that nobody knows. */
function statusOf({ store, desk, receiver, senders, pulls }: Parts): LogFields {
  const { unknownSenders, ...counted } = senders.counters(receiver);
  const all = {
    ...receiver.counters(),
    ...desk.counters(),
    ...pulls.counters(),
    ...counted,
    waiting: store.outboxDepth().pending,
  };
  const told = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== 0));
  return unknownSenders.length === 0 ? told : { ...told, unknownSenders: unknownSenders.slice(0, 20) };
}
