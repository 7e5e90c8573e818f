import { isIP } from "node:net";
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { DeliverTls } from "../settings/settings.ts";
import { readAuthorities, readKeyPair } from "../source/certificate.ts";
import type { Dial } from "./connection.ts";
import { streamConnection } from "./stream.ts";
import { streamDefaults, type TcpTarget } from "./tcp.ts";

const plainSettings: DeliverTls = {
  ca: null,
  fingerprint: null,
  serverName: null,
  certificate: null,
  key: null,
};

/**
 * Syslog over TLS (RFC 5425), each event a line, since that is what QRadar's TLS listener is known to read. The receiver's
 * certificate is always checked: by its fingerprint, else by authority and name. Files are read anew for each connection.
 */
export function dialTls(
  target: TcpTarget,
  settings: DeliverTls = plainSettings,
  options = streamDefaults,
): Dial {
  return async (signal) => {
    const socket = await shakeHands(target, settings, options, signal);
    await accepted(socket);
    return streamConnection(socket, { ...options, trustsEnd: false });
  };
}

function shakeHands(
  target: TcpTarget,
  settings: DeliverTls,
  { connectTimeout }: typeof streamDefaults,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const how = { ...trust(target, settings), allowHalfOpen: true, signal };
    const socket = connect(how);
    socket.setTimeout(connectTimeout, () => socket.destroy(new Error("no answer")));
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      const wrong = wrongFingerprint(socket.getPeerCertificate(), settings.fingerprint);
      if (wrong) return void socket.destroy(wrong);
      socket.removeAllListeners("timeout").off("error", reject);
      resolve(socket);
    });
  });
}

/** What a receiver may take to refuse, when it neither refuses nor sends a ticket. */
const acceptanceMs = 500;

/**
 * In TLS 1.3 this side is done before the receiver has looked at its certificate (RFC 8446 section 2). A ticket says that
 * the receiver is content; a refusal comes as an alert, and what was written before it is lost.
 */
function accepted(socket: TLSSocket): Promise<void> {
  if (socket.getProtocol() !== "TLSv1.3") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const over = (error?: Error) => {
      clearTimeout(timer);
      socket.off("session", fine).off("error", over).off("end", ended);
      if (error === undefined) return resolve();
      socket.on("error", () => {}).destroy();
      reject(error);
    };
    // The ticket is told from within the library's reading; what is written there is lost.
    const fine = () => void setImmediate(over);
    const ended = () => over(new Error("the receiver closed the connection after the handshake"));
    const timer = setTimeout(fine, acceptanceMs);
    socket.on("session", fine).on("error", over).on("end", ended).resume();
  });
}

/** @throws Fault (readKeyPair, readAuthorities) */
function trust({ host, port }: TcpTarget, settings: DeliverTls): ConnectionOptions {
  const { ca, fingerprint, certificate, key } = settings;
  const name = settings.serverName ?? host;
  const own = certificate && key ? readKeyPair(certificate, key, new Date()) : undefined;
  return {
    host,
    port,
    minVersion: "TLSv1.2",
    // An address is no server name (RFC 6066 section 3), but is looked for in the certificate all the same.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_, shown) => checkServerIdentity(name, shown),
    ...(ca === null ? {} : { ca: readAuthorities(ca) }),
    ...(own === undefined ? {} : { cert: own.certificate, key: own.key }),
    rejectUnauthorized: fingerprint === null,
  };
}

function wrongFingerprint({ fingerprint256 }: PeerCertificate, wanted: string | null): Error | undefined {
  if (wanted === null || plainHex(fingerprint256 ?? "") === plainHex(wanted)) return undefined;
  return new Error(
    `the receiver's certificate has the fingerprint ${fingerprint256 ?? "none"}, not that of deliver.fingerprint`,
  );
}

function plainHex(text: string): string {
  return text.replaceAll(":", "").toLowerCase();
}
