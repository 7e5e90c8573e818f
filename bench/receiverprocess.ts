// One receiver in a process of its own, so that its CPU time is its own: node receiverprocess.ts KIND [CERTIFICATE KEY]
// Prints its ports, then answers each line on stdin with its counters. Kinds: mirrorwatch, single (no koffi), dgram, socket (floors).
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { createServer as createTlsServer } from "node:tls";
import { loadCatalog, packageFolder } from "../src/parse/catalog.ts";
import { anchorsOf, loadVocabulary } from "../src/parse/syslog/vocabulary.ts";
import { startReceiver } from "../src/source/receiver.ts";

const host = "127.0.0.1";
const [kind = "", certificate = "", key = ""] = process.argv.slice(2);
const pem = { cert: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };

interface Counted {
  readonly messages: number;
  readonly bytes: number;
  readonly hits: number;
  readonly drops: number;
}

const { ports, counted } = await (kind === "floor" ? floor() : mirrorwatch());
console.log(JSON.stringify(ports));
createInterface(process.stdin).on("line", () => console.log(JSON.stringify(counted())));
process.stdin.on("end", () => process.exit(0));

async function mirrorwatch() {
  const anchors = anchorsOf(loadVocabulary(loadCatalog().profiles.values(), packageFolder));
  const any = [{ host, port: 0 }];
  const manners = {
    pair: { certificate: pem.cert, key: pem.key, until: Number.MAX_SAFE_INTEGER },
    clientCa: null,
    clients: [],
  };
  const datagrams = kind === "single" ? "single" : "batch";
  const receiver = await startReceiver({ udp: any, tcp: any, tls: any, manners, anchors, datagrams });
  void (async () => {
    for await (const _ of receiver.batches());
  })();
  const counted = (): Counted => {
    const { udpMessages, tcpMessages, tlsMessages, bytes, candidates, kernelDrops } = receiver.counters();
    return { messages: udpMessages + tcpMessages + tlsMessages, bytes, hits: candidates, drops: kernelDrops };
  };
  return { ports: receiver.bound().map(({ port }) => port), counted };
}

/** The least that plain Node can do: datagrams are counted, streams are read and their bytes counted. */
async function floor() {
  let messages = 0;
  let bytes = 0;
  const udp = createSocket({ type: "udp4", recvBufferSize: 4_194_304 }).on("message", (one) => {
    messages++;
    bytes += one.length;
  });
  await new Promise<void>((resolve) => udp.bind(0, host, resolve));
  const count = (socket: NodeJS.ReadableStream) =>
    void socket
      .on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      })
      .on("error", () => {});
  const servers = [createServer(count), createTlsServer(pem, count)];
  await Promise.all(servers.map((one) => new Promise<void>((resolve) => one.listen(0, host, resolve))));
  const ports = [udp.address().port, ...servers.map((one) => (one.address() as AddressInfo).port)];
  return { ports, counted: (): Counted => ({ messages, bytes, hits: 0, drops: 0 }) };
}
