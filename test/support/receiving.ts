import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Candidate } from "../../src/source/candidate.ts";
import type { Incident } from "../../src/source/listener.ts";
import { type Receiver, type ReceiverOptions, startReceiver } from "../../src/source/receiver.ts";

export const loopback = { host: "127.0.0.1", port: 0 };

/** A receiver that a test listens to. */
export interface Running {
  readonly receiver: Receiver;
  readonly udp: number;
  readonly tcp: number;
  readonly tls: number;
  readonly incidents: Incident[];
  /** Stops the receiver and returns everything that it handed over. */
  readonly finish: () => Promise<readonly Candidate[]>;
}

export async function startReceiving(
  t: TestContext,
  options: Partial<ReceiverOptions> = {},
): Promise<Running> {
  const incidents: Incident[] = [];
  const receiver = await startReceiver({
    udp: [loopback],
    tcp: [loopback],
    anchors: ["monitor session"],
    incident: (incident) => incidents.push(incident),
    ...options,
  });
  const taken: Candidate[] = [];
  const collecting = (async () => {
    for await (const batch of receiver.batches()) taken.push(...batch);
  })();
  const port = (transport: string) =>
    receiver.bound().find((bound) => bound.transport === transport)?.port ?? 0;
  const finish = async () => {
    await receiver.stop();
    await collecting;
    return taken;
  };
  const one = { receiver, udp: port("udp"), tcp: port("tcp"), tls: port("tls"), incidents, finish };
  t.after(() => receiver.stop());
  return one;
}

export async function tcpClient(port: number, host = "127.0.0.1"): Promise<Socket> {
  const socket = connect({ port, host });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

export async function sendUdp(port: number, messages: readonly string[], host = "127.0.0.1"): Promise<void> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  for (const message of messages)
    await new Promise((resolve) => socket.send(Buffer.from(message, "latin1"), port, host, resolve));
  socket.close();
}

/** Waits until a counter has reached a value; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

/** A message that a receiver of these tests hands over. */
export const command =
  "<189>12: sw1: *Mar  1 10:00:00: %PARSER-5-CFGLOG_LOGGEDCMD: User:jdoe  logged command:monitor session 1";
