// One HTTPS request and its answer, with nothing of what it means.
import { Agent, request } from "node:https";
import { checkServerIdentity, type TLSSocket } from "node:tls";
import { readAuthorities } from "../../source/certificate.ts";

export interface Ask {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path below the host, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** Rejects with what the system says; never with anything that was sent. */
export type Exchange = (ask: Ask) => Promise<Answer>;

/** How the console is known. Files are PEM. */
export interface ConsoleTrust {
  readonly ca: string | null;
  /** SHA-256 of its certificate, in place of every other check. */
  readonly fingerprint: string | null;
  /** The name in its certificate when it is not the host of the URL: consoles sign one without a valid host name. */
  readonly serverName: string | null;
}

/** A page of results is a few megabytes; anything beyond this is no answer. */
const mostBytes = 256 * 1024 * 1024;

/** Talks to one console over connections that are kept open. @param timeout milliseconds for a whole request */
export function httpsExchange(url: URL, trust: ConsoleTrust, timeout: number): Exchange {
  const agent = trustingAgent(url, trust);
  return (ask) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = url;
      const path = `${url.pathname.replace(/\/$/, "")}${ask.path}`;
      const options = { agent, hostname, port: port || 443, method: ask.method, path, headers: ask.headers };
      const asked = request({ ...options, signal: AbortSignal.timeout(timeout) }, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostBytes) asked.destroy(new Error("the answer is larger than 256 MB"));
          else chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          );
          resolve({
            status: response.statusCode ?? 0,
            headers,
            text: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      asked.on("error", (error) => reject(inTime(error, timeout)));
      asked.end(ask.body);
    });
}

function inTime(error: Error, timeout: number): Error {
  const late = error.name === "TimeoutError" || error.name === "AbortError";
  return late ? new Error(`no answer within ${timeout / 1000} seconds`) : error;
}

/** @throws Fault `certificate-…` for an authority file that cannot be read */
function trustingAgent(url: URL, { ca, fingerprint, serverName }: ConsoleTrust): Agent {
  const name = serverName ?? url.hostname;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 2,
    maxCachedSessions: 0,
    minVersion: "TLSv1.2",
    ...(ca === null ? {} : { ca: readAuthorities(ca) }),
    checkServerIdentity: (_, shown) => checkServerIdentity(name, shown),
    rejectUnauthorized: fingerprint === null,
  });
  if (fingerprint !== null) checkFingerprint(agent, fingerprint);
  return agent;
}

/** The pin is compared before the agent gets the connection, so that no token goes to a stranger. */
function checkFingerprint(agent: Agent, fingerprint: string): void {
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = create(options) as TLSSocket;
    const fail = (error: Error) => callback?.(error, socket);
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      if (hex(socket.getPeerCertificate().fingerprint256 ?? "") === hex(fingerprint)) {
        socket.off("error", fail);
        callback?.(null, socket);
      } else socket.destroy(new Error("the console's certificate is not that of qradar.fingerprint"));
    });
    return undefined;
  };
}

function hex(text: string): string {
  return text.replaceAll(":", "").toLowerCase();
}
