import { BlockList, isIPv4, isIPv6 } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { StreamOptions } from "./acceptor.ts";
import { type BatchEngine, listenBatchUdp } from "./batchudp.ts";
import type { ListenAddress, Listener, ReceiverLimits, TakeFrom, Transport } from "./listener.ts";
import { listenTcp } from "./tcp.ts";
import { listenTls, type TlsListener, type TlsManners } from "./tls.ts";
import { listenUdp } from "./udp.ts";

/** Where to listen, and how; a reload brings the next one. */
export interface ListenPlan {
  readonly udp: readonly ListenAddress[];
  readonly tcp: readonly ListenAddress[];
  readonly tls: readonly ListenAddress[];
  /** Needed when `tls` names an address. */
  readonly manners?: TlsManners;
  /** Addresses and networks whose connections begin with a PROXY header. */
  readonly proxies: readonly string[];
  readonly limits: ReceiverLimits;
}

export interface Surroundings
  extends Pick<StreamOptions, "counters" | "connections" | "incident" | "region" | "inPlace"> {
  readonly take: (transport: Transport) => TakeFrom;
  /** Takes many datagrams at once, where that is possible. */
  readonly batchEngine: () => Promise<BatchEngine | undefined>;
}

/** How long a listener that a reload does not name any more still reads. */
const farewellMs = 60;

interface Wanted {
  readonly transport: Transport;
  readonly address: ListenAddress;
  readonly ipv6Only: boolean;
}

/** The open listeners. A reload keeps those whose address stays, with all their connections. */
export class Listening {
  readonly #around: Surroundings;
  #open = new Map<string, Listener | TlsListener>();
  #limits: ReceiverLimits;
  #proxies: BlockList;

  constructor(plan: ListenPlan, around: Surroundings) {
    this.#around = around;
    this.#limits = plan.limits;
    this.#proxies = blockList(plan.proxies);
  }

  get listeners(): readonly Listener[] {
    return [...this.#open.values()];
  }

  /** Opens what is new, then closes what is gone; or changes nothing. @throws Fault (listenFault). */
  async follow(plan: ListenPlan): Promise<void> {
    const wanted = new Map(wantedOf(plan).map((one) => [keyOf(one), one]));
    const fresh = [...wanted].filter(([key]) => !this.#open.has(key));
    const opened = await this.#openAll(fresh, plan);
    const gone = [...this.#open].filter(([key]) => !wanted.has(key));
    this.#limits = plan.limits;
    this.#proxies = blockList(plan.proxies);
    for (const listener of this.#open.values())
      if ("reload" in listener && plan.manners) listener.reload(plan.manners);
    for (const [key] of gone) this.#open.delete(key);
    for (const [key, listener] of opened) this.#open.set(key, listener);
    // What has arrived is still read. A stream listener is closed for new connections only; the old ones go on.
    for (const [, listener] of gone) void pause(farewellMs).then(() => listener.close());
  }

  async #openAll(
    wanted: readonly (readonly [string, Wanted])[],
    plan: ListenPlan,
  ): Promise<readonly (readonly [string, Listener])[]> {
    const opened: [string, Listener][] = [];
    try {
      for (const [key, one] of wanted) opened.push([key, await this.#openOne(one, plan)]);
      return opened;
    } catch (error) {
      await Promise.all(opened.map(([, listener]) => listener.close()));
      throw error;
    }
  }

  async #openOne({ transport, address, ipv6Only }: Wanted, plan: ListenPlan): Promise<Listener> {
    const take = this.#around.take(transport);
    const base = { ...this.#around, address, ipv6Only, take };
    if (transport === "udp") {
      const udp = { ...base, ...plan.limits };
      const engine = address.host.includes("%") ? undefined : await this.#around.batchEngine();
      return engine === undefined ? listenUdp(udp) : listenBatchUdp(udp, engine);
    }
    const stream: StreamOptions = {
      ...base,
      transport,
      limits: () => this.#limits,
      proxies: () => this.#proxies,
    };
    return transport === "tls" ? listenTls(stream, plan.manners!) : listenTcp(stream);
  }

  /** Closes for new messages; connections must be ended by whoever has them. */
  async close(): Promise<void> {
    await Promise.all(this.listeners.map((one) => one.close()));
  }
}

function wantedOf(plan: ListenPlan): readonly Wanted[] {
  return (["udp", "tcp", "tls"] as const).flatMap((transport) =>
    plan[transport].map((address) => ({ transport, address, ipv6Only: apart(address, plan[transport]) })),
  );
}

/** A UDP socket has its buffer from its beginning, so another size means another socket. */
function keyOf({ transport, address: { host, port, descriptor }, ipv6Only }: Wanted): string {
  return JSON.stringify([transport, host, port, descriptor, ipv6Only]);
}

/** Has an IPv4 listener the same port? Then an IPv6 one must leave IPv4 alone. */
function apart(address: ListenAddress, all: readonly ListenAddress[]): boolean {
  return isIPv6(address.host) && all.some(({ host, port }) => isIPv4(host) && port === address.port);
}

function blockList(prefixes: readonly string[]): BlockList {
  const list = new BlockList();
  for (const prefix of prefixes) {
    const [address = "", length] = prefix.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (length === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(length), family);
  }
  return list;
}
