// Sends messages as fast as it can, or at a pace, from a process of its own:
// node syslogsender.ts TRANSPORT PORT COUNT RATE|CONNECTIONS, TRANSPORT one of udp, lf, octet, tls. Prints milliseconds.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { syslogLines } from "./sysloglines.ts";

const host = "127.0.0.1";
const [transport = "", port = "0", count = "0", more = "1"] = process.argv.slice(2);
const lines = syslogLines(10_000);
const began = performance.now();
if (transport === "udp") await datagrams(Number(count), Number(more));
else await Promise.all(Array.from({ length: Number(more) }, () => stream(Number(count) / Number(more))));
console.log(performance.now() - began);

/** Sixteen sockets, as sixteen devices; bursts of 64 at the asked pace. */
async function datagrams(total: number, perSecond: number): Promise<void> {
  const sockets = Array.from({ length: 16 }, () => createSocket("udp4"));
  await Promise.all(
    sockets.map((socket) => new Promise<void>((resolve) => socket.connect(Number(port), host, resolve))),
  );
  const bytes = lines.map((line) => Buffer.from(line));
  const start = performance.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(
      total,
      sent + 2_048,
      perSecond === 0 ? total : Math.ceil(((performance.now() - start) / 1000) * perSecond),
    );
    const waiting: Promise<void>[] = [];
    for (; sent < due; sent++)
      waiting.push(
        new Promise((resolve) =>
          sockets[(sent >> 4) & 15]!.send(bytes[sent % bytes.length]!, () => resolve()),
        ),
      );
    await (waiting.length === 0 ? pause(1) : Promise.all(waiting));
  }
  for (const socket of sockets) socket.close();
}

/** One connection, blocks of 10,000 messages. */
async function stream(total: number): Promise<void> {
  const octets = transport === "octet" || transport === "tls";
  const block = Buffer.from(
    octets ? lines.map((line) => `${line.length} ${line}`).join("") : `${lines.join("\n")}\n`,
  );
  const socket =
    transport === "tls"
      ? connectTls({ host, port: Number(port), rejectUnauthorized: false })
      : connect(Number(port), host);
  await once(socket, transport === "tls" ? "secureConnect" : "connect");
  socket.resume();
  for (let sent = 0; sent < total; sent += lines.length)
    if (!socket.write(block)) await once(socket, "drain");
  socket.end();
  await once(socket, "close");
}
