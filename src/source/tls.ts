import type { Socket } from "node:net";
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from "node:tls";
import { acceptor, handshakeMs, type StreamOptions } from "./acceptor.ts";
import type { KeyPair } from "./certificate.ts";
import { refusalOf } from "./clientcertificate.ts";
import { type Listener, peerAddress } from "./listener.ts";
import { incomingCopied } from "./readregion.ts";
import { attend } from "./stream.ts";

/** What a TLS listener shows its senders, and what it wants to see of them. */
export interface TlsManners {
  readonly pair: KeyPair;
  /** PEM of the authorities that sign the senders' certificates; null: none are asked for, unless `clients` names some. */
  readonly clientCa: string | null;
  /** Names and `sha256:` fingerprints of senders; empty: any certificate of `clientCa`. */
  readonly clients: readonly string[];
}

export interface TlsListener extends Listener {
  /** For connections from now on. */
  reload(manners: TlsManners): void;
}

/**
 * Forward secrecy and authenticated encryption only, as RFC 9662 asks of syslog over TLS 1.2; TLS 1.3 has nothing else.
 */
const ciphers = [
  "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

function contextOf({ pair, clientCa }: TlsManners): SecureContextOptions {
  return {
    cert: pair.certificate,
    key: pair.key,
    ...(clientCa === null ? {} : { ca: clientCa }),
    minVersion: "TLSv1.2",
    ciphers,
  };
}

function asksForCertificate({ clientCa, clients }: TlsManners): boolean {
  return clientCa !== null || clients.length > 0;
}

/**
 * Listens for syslog over TLS (RFC 5425), version 1.2 or newer; lines that end with LF are read as well as counted messages.
 * @throws Fault (listenFault).
 */
export async function listenTls(options: StreamOptions, first: TlsManners): Promise<TlsListener> {
  let manners = first;
  const waiting = new Map<string, { readonly socket: Socket; readonly peer: string }>();
  let server = handshakes(manners);

  function handshakes(of: TlsManners): Server {
    return createServer({
      ...contextOf(of),
      requestCert: asksForCertificate(of),
      // Decided below, where a fingerprint may stand for an authority, and the reason can be told.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeMs,
    })
      .on("secureConnection", secured)
      .on("tlsClientError", (error, tls) => failed(error, tls));
  }
  function secured(tls: TLSSocket): void {
    const found = waiting.get(keyOf(tls));
    const refusal = found && asksForCertificate(manners) ? refusalOf(shown(tls), manners.clients) : undefined;
    if (!found || refusal !== undefined) {
      options.counters.refusedCertificate++;
      options.incident({
        what: `connection refused: ${refusal ?? "unknown"}`,
        peer: found?.peer ?? peerAddress(tls.remoteAddress),
      });
      tls.on("error", () => {}).destroy();
      return;
    }
    attend(incomingCopied(tls, options.region), found.peer, options);
    options.connections.read(found.socket, tls);
  }
  function failed(error: Error, tls: TLSSocket): void {
    const peer = waiting.get(keyOf(tls))?.peer ?? peerAddress(tls.remoteAddress);
    options.counters.handshakeErrors++;
    options.incident({ what: `no TLS connection: ${reasonOf(error)}`, peer });
  }
  const listener = await acceptor(options, ({ socket }, peer) => {
    const key = keyOf(socket);
    waiting.set(key, { socket, peer });
    socket.once("close", () => waiting.delete(key));
    server.emit("connection", socket);
  });
  const reload = (next: TlsManners) => {
    manners = next;
    server = handshakes(next);
  };
  return { ...listener, reload };
}

function shown(tls: TLSSocket): Parameters<typeof refusalOf>[0] {
  const error: unknown = tls.authorizationError;
  return {
    certificate: tls.getPeerX509Certificate(),
    authorized: tls.authorized,
    error: error === undefined || error === null ? undefined : String(error),
  };
}

/** The peer's socket address: no two connections of one listener have the same. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}|${remotePort}`;
}

/** OpenSSL's reason without its file and line. */
function reasonOf(error: Error & { reason?: string; code?: string }): string {
  return error.reason ?? error.code ?? error.message;
}
