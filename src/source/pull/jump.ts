import type { Duplex } from "node:stream";
import { type Connection, openConnection } from "./connection.ts";
import { failed, PullError } from "./failure.ts";
import type { Wallet } from "./credential.ts";
import type { HostKeyBook } from "./knownhostsfile.ts";
import type { JumpHost, SessionLimits } from "./target.ts";

/** Devices that share one connection to their jump host; more of them open a further one. */
const perConnection = 25;

/** Connections to jump hosts, shared by the devices behind them. */
export interface JumpPool {
  /** A stream to a device; its host key is checked on it as on any other. @throws PullError `jump` */
  through(jump: string, host: string, port: number, stop: AbortSignal): Promise<Duplex>;
  close(): void;
}

export interface JumpPoolOptions {
  readonly jumps: ReadonlyMap<string, JumpHost>;
  readonly wallet: Wallet;
  readonly book: HostKeyBook;
  readonly hostKeys: "strict" | "accept-new";
  readonly limits: SessionLimits;
}

const lasting = new Set<string>([
  "auth-failed",
  "credential-unavailable",
  "password-change",
  "hostkey-unknown",
  "hostkey-changed",
  "hostkey-revoked",
  "algorithms",
]);

interface Link {
  readonly connection: Promise<Connection>;
  streams: number;
  broken: boolean;
}

export function jumpPool(options: JumpPoolOptions): JumpPool {
  const links = new Map<string, Link[]>();
  /** What no further try can mend: a login that is refused is not repeated for each device behind the host. */
  const refused = new Map<string, PullError>();
  const linkTo = (name: string): Link => {
    const there = (links.get(name) ?? []).filter(({ broken }) => !broken);
    const free = there.find(({ streams }) => streams < perConnection);
    const link = free ?? { connection: connect(options, name), streams: 0, broken: false };
    links.set(name, free === undefined ? [...there, link] : there);
    if (free === undefined) watch(link);
    return link;
  };
  return {
    through: async (name, host, port, stop) => {
      const before = refused.get(name);
      if (before !== undefined) throw before;
      const link = linkTo(name);
      link.streams += 1;
      try {
        const stream = await forwarded(await link.connection, host, port, stop);
        stream.once("close", () => (link.streams -= 1));
        return stream;
      } catch (error) {
        link.streams -= 1;
        const shown = jumpError(name, error);
        if (error instanceof PullError && lasting.has(error.failure.class) && shown instanceof PullError)
          refused.set(name, shown);
        throw shown;
      }
    },
    close: () => {
      for (const { connection } of [...links.values()].flat())
        connection.then((one) => one.close()).catch(() => {});
      links.clear();
    },
  };
}

function watch(link: Link): void {
  link.connection
    .then(({ client }) => client.on("close", () => (link.broken = true)))
    .catch(() => (link.broken = true));
}

async function connect(options: JumpPoolOptions, name: string): Promise<Connection> {
  const { jumps, wallet, book, hostKeys, limits } = options;
  const jump = jumps.get(name);
  if (jump === undefined) throw failed("jump", `no jump host is called ${name}`);
  const credential = await wallet.credential(jump.credentials);
  const milliseconds = { connectMs: limits.connectSeconds * 1000, loginMs: limits.loginSeconds * 1000 };
  // It is shared: one device that gives up must not take it from the others.
  const never = new AbortController().signal;
  const connection = await openConnection(
    { ...jump, hostKeys },
    { credential, book, ...milliseconds },
    never,
  );
  connection.client.on("error", () => {});
  return connection;
}

function forwarded({ client }: Connection, host: string, port: number, stop: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(stop.reason);
    stop.addEventListener("abort", aborted, { once: true });
    client.forwardOut("127.0.0.1", 0, host, port, (error, stream) => {
      stop.removeEventListener("abort", aborted);
      if (error) reject(failed("jump", `it does not connect to ${host}:${port} (${error.message})`));
      else if (stop.aborted) stream.destroy();
      else resolve(stream);
    });
  });
}

/** What is wrong with the jump host is not the device's fault, but keeps its class where a remedy rests on it. */
function jumpError(name: string, error: unknown): unknown {
  if (!(error instanceof PullError)) return error;
  const { class: kind, why, remedy } = error.failure;
  const kept = kind.startsWith("hostkey-") || kind === "credential-unavailable";
  return failed(kept ? kind : "jump", `jump host ${name}: ${why}`, remedy);
}
