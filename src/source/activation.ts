import { readFileSync, readlinkSync } from "node:fs";
import { Fault } from "../model/fault.ts";
import type { ListenAddress, Transport } from "./listener.ts";

export type Inherited = Readonly<Record<Transport, readonly ListenAddress[]>>;

interface Row {
  readonly protocol: "udp" | "tcp";
  readonly host: string;
  readonly port: number;
}

/** The first descriptor that systemd hands over (sd_listen_fds(3)). */
const first = 3;

/**
 * The sockets that systemd opened for this process, by `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`; undefined when there
 * are none. A TCP socket of the name `tls` speaks TLS. @throws Fault `activation-invalid`
 */
export function inheritedSockets(
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): Inherited | undefined {
  const count = Number(env.LISTEN_FDS ?? 0);
  if (Number(env.LISTEN_PID) !== pid || !(count > 0)) return undefined;
  const names = (env.LISTEN_FDNAMES ?? "").split(":");
  const table = [...rowsOf("udp"), ...rowsOf("tcp")];
  const found = Array.from({ length: count }, (_, at): [Transport, ListenAddress] => {
    const descriptor = first + at;
    const { protocol, host, port } = rowOf(descriptor, new Map(table));
    const transport = protocol === "tcp" && names[at] === "tls" ? "tls" : protocol;
    return [transport, { host, port, descriptor }];
  });
  const of = (wanted: Transport) =>
    found.filter(([transport]) => transport === wanted).map(([, address]) => address);
  return { udp: of("udp"), tcp: of("tcp"), tls: of("tls") };
}

function rowOf(descriptor: number, table: ReadonlyMap<string, Row>): Row {
  const row = table.get(inodeOf(descriptor) ?? "");
  if (row) return row;
  throw new Fault({
    code: "activation-invalid",
    where: `descriptor ${descriptor}`,
    what: "systemd handed over something that is no UDP socket and no listening TCP socket",
    remedy: "in the .socket unit use ListenDatagram= and ListenStream= with ADDRESS:PORT, and no Accept=",
  });
}

function inodeOf(descriptor: number): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.[1];
  } catch {
    return undefined;
  }
}

/** Sockets by inode, from /proc/net (proc(5)): any of UDP, of TCP those that listen (state 0A). */
function rowsOf(protocol: Row["protocol"]): [string, Row][] {
  return [`/proc/net/${protocol}`, `/proc/net/${protocol}6`].flatMap((file) =>
    read(file)
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells.length > 9 && (protocol === "udp" || cells[3] === "0A"))
      .map((cells): [string, Row] => [cells[9]!, { protocol, ...addressOf(cells[1]!) }]),
  );
}

/** `0100007F:158A`: each word of four bytes in the machine's order, which is little-endian wherever Node runs. */
function addressOf(cell: string): Pick<Row, "host" | "port"> {
  const [hex = "", port = ""] = cell.split(":");
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = Buffer.from(words.flatMap((word) => [...Buffer.from(word, "hex")].reverse()));
  const groups = bytes.toString("hex").match(/.{4}/g) ?? [];
  const host =
    bytes.length === 4 ? bytes.join(".") : new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
  return { host, port: Number.parseInt(port, 16) };
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
