import { createSocket } from "node:dgram";
import { createServer, isIPv6 } from "node:net";
import { type Address, addressText } from "../../settings/address.ts";
import type { WatchSettings } from "../../settings/settings.ts";
import { listenFault, type Transport } from "../../source/listener.ts";
import { type Check, fail, ok } from "./check.ts";
import { portOwner } from "./portowner.ts";

/** Each address of `watch` is free for this user, or held by a running `mirrorwatch watch`. */
export async function checkPorts(watch: WatchSettings): Promise<readonly Check[]> {
  const wanted = [
    ...watch.udp.map((address) => ["udp", address] as const),
    ...watch.tcp.map((address) => ["tcp", address] as const),
    ...(watch.tls?.listen ?? []).map((address) => ["tls", address] as const),
  ];
  return Promise.all(wanted.map(([transport, address]) => checkPort(transport, address)));
}

async function checkPort(transport: Transport, address: Address): Promise<Check> {
  const name = `${transport} ${addressText(address)}`;
  try {
    await (transport === "udp" ? tryUdp(address) : tryTcp(address));
    return ok(name, "free for `mirrorwatch watch`");
  } catch (error) {
    const { code, what, remedy } = listenFault(transport, address, error);
    if (code !== "port-in-use") return fail(name, what, remedy);
    const owner = portOwner(transport === "udp" ? "udp" : "tcp", address.port);
    if (owner?.isReceiver) return ok(name, `mirrorwatch listens (process ${owner.pid})`);
    const by = owner === undefined ? "" : `: ${owner.command} (process ${owner.pid})`;
    return fail(name, `${what}${by}`, remedy);
  }
}

function tryUdp({ host, port }: Address): Promise<void> {
  const socket = createSocket({ type: isIPv6(host) ? "udp6" : "udp4", reuseAddr: false });
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve()));
  });
}

function tryTcp({ host, port }: Address): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}
