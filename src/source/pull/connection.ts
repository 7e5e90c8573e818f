import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Client, type NegotiatedAlgorithms } from "ssh2";
import { algorithmsOf, missingKinds, setFor, weakAmong } from "./algorithms.ts";
import type { AlgorithmSet } from "../../settings/pullsettings.ts";
import type { Credential } from "./credential.ts";
import { failed, PullError } from "./failure.ts";
import { fingerprint } from "./hostkey.ts";
import type { HostKeyBook } from "./knownhostsfile.ts";
import { typeOf } from "./knownhosts.ts";
import { loginOrder } from "./login.ts";
import { offerBytes, serverOffer } from "./serveroffer.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly algorithms: AlgorithmSet;
  readonly fingerprint: string | null;
  readonly hostKeys: "strict" | "accept-new";
}

export interface ConnectionOptions {
  readonly credential: Credential;
  readonly book: HostKeyBook;
  /** Milliseconds for the TCP connection, and from there to the end of the login. */
  readonly connectMs: number;
  readonly loginMs: number;
  /** In place of a TCP connection: a stream through a jump host. */
  readonly through?: Duplex;
}

/** A device that let mirrorwatch in. */
export interface Connection {
  readonly client: Client;
  readonly facts: ConnectionFacts;
  /** Does the connection still stand? */
  alive(): boolean;
  close(): void;
}

export interface ConnectionFacts {
  readonly hostKey: string;
  /** True: the key was written into known_hosts now. */
  readonly accepted: boolean;
  /** Software as the device names it. */
  readonly software: string;
  readonly algorithms: readonly string[];
  /** Of these, what only an old set offers. */
  readonly weak: readonly string[];
  /** Milliseconds of each phase. */
  readonly phases: Readonly<Record<string, number>>;
}

/** Connects, checks the host key, logs in. @throws PullError */
export async function openConnection(
  to: Endpoint,
  options: ConnectionOptions,
  stop: AbortSignal,
): Promise<Connection> {
  const began = performance.now();
  const socket = options.through ?? (await tcp(to, options.connectMs, stop));
  const connected = performance.now();
  const attempt = new Attempt(to, options, socket);
  try {
    const facts = await attempt.run(stop);
    const phases = { connect: connected - began, ...facts.phases };
    return {
      client: attempt.client,
      facts: { ...facts, phases },
      alive: () => attempt.alive,
      close: () => attempt.close(),
    };
  } catch (error) {
    attempt.close();
    throw error;
  }
}

function tcp({ host, port }: Endpoint, patience: number, stop: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  // Without this each small command waits for the device's delayed acknowledgement.
  const socket = connect({ host, port, noDelay: true });
  const late = () => reject(failed("connect-timeout", `no answer within ${patience / 1000} seconds`));
  const timer = setTimeout(late, patience);
  const aborted = () => reject(stop.reason);
  stop.addEventListener("abort", aborted, { once: true });
  socket.once("connect", () => resolve(socket)).once("error", (error) => reject(connectError(error)));
  return promise
    .catch((error: unknown) => {
      socket.on("error", () => {}).destroy();
      throw error;
    })
    .finally(() => {
      clearTimeout(timer);
      stop.removeEventListener("abort", aborted);
    });
}

function connectError(error: NodeJS.ErrnoException): PullError {
  const code = error.code ?? "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return failed("name-unknown", "the name cannot be resolved");
  if (code === "ECONNREFUSED") return failed("refused", "the connection was refused");
  if (code === "ETIMEDOUT") return failed("connect-timeout", "no answer");
  if (code === "ECONNRESET") return failed("busy", "the connection was reset at once");
  return failed("unreachable", `it cannot be reached (${code || error.message})`);
}

type Facts = ConnectionFacts;

/** One handshake and login over a socket. */
class Attempt {
  readonly client = new Client();
  alive = true;
  readonly #to: Endpoint;
  readonly #options: ConnectionOptions;
  readonly #socket: Duplex;
  readonly #done = Promise.withResolvers<Facts>();
  readonly #login: ReturnType<typeof loginOrder>;
  readonly #began = performance.now();
  #heard: Buffer[] = [];
  #heardBytes = 0;
  #key = "";
  #accepted = false;
  #software = "";
  #negotiated: NegotiatedAlgorithms | undefined;
  #shaken = 0;

  constructor(to: Endpoint, options: ConnectionOptions, socket: Duplex) {
    this.#to = to;
    this.#options = options;
    this.#socket = socket;
    this.#login = loginOrder(options.credential);
  }

  run(stop: AbortSignal): Promise<Facts> {
    const { loginMs } = this.#options;
    const late = () => this.#done.reject(failed("protocol", `no login within ${loginMs / 1000} seconds`));
    const timer = setTimeout(late, loginMs);
    const aborted = () => this.#done.reject(stop.reason);
    stop.addEventListener("abort", aborted, { once: true });
    try {
      this.#start();
    } catch (error) {
      this.#done.reject(error);
    }
    return this.#done.promise.finally(() => {
      clearTimeout(timer);
      stop.removeEventListener("abort", aborted);
      this.#heard = [];
    });
  }

  close(): void {
    this.client.on("error", () => {});
    this.client.end();
    this.#socket.destroy();
  }

  #start(): void {
    const { host, port, algorithms } = this.#to;
    const { credential, book } = this.#options;
    const known = book.keys(host, port).known.map(({ type }) => type);
    this.#socket.on("close", () => {
      this.alive = false;
    });
    this.client
      .on("error", (error) => this.#done.reject(this.#loginError(error)))
      .on("close", () => this.#done.reject(this.#closed()))
      .on("handshake", (negotiated) => {
        this.#negotiated = negotiated;
        this.#shaken = performance.now();
      })
      .on("change password", () =>
        this.#done.reject(
          failed("password-change", "the device wants a new password before it lets anybody in"),
        ),
      )
      .on("ready", () => this.#done.resolve(this.#facts()))
      .connect({
        sock: this.#socket as Socket,
        username: credential.user,
        algorithms: algorithmsOf(algorithms, known),
        hostVerifier: (key: Buffer) => this.#verify(key),
        authHandler: (left, partial, choose) => this.#login.next(left, partial, choose),
        readyTimeout: 0,
        // Its name tells a device's log who it was.
        ident: "mirrorwatch",
      });
    this.#socket.on("data", (chunk: Buffer) => this.#listen(chunk));
  }

  /** Keeps what the server says in the clear, to be able to explain a mismatch. */
  #listen(chunk: Buffer): void {
    if (this.#negotiated !== undefined || this.#heardBytes > offerBytes) return;
    this.#heard.push(chunk);
    this.#heardBytes += chunk.length;
  }

  #verify(key: Buffer): boolean {
    const { host, port, fingerprint: pinned, hostKeys: mode } = this.#to;
    const verdict = this.#options.book.judge(key, { host, port, mode, pinned: pinned ?? undefined });
    this.#key = `${typeOf(key)} ${fingerprint(key)}`;
    this.#accepted = verdict.kind === "new";
    if (verdict.kind === "refused") this.#done.reject(verdict.error);
    return verdict.kind !== "refused";
  }

  #facts(): Facts {
    const now = performance.now();
    const names = this.#negotiated;
    const algorithms = names
      ? [names.kex, names.serverHostKey, names.cs.cipher, names.cs.mac].filter(Boolean)
      : [];
    this.#software = serverOffer(Buffer.concat(this.#heard)).ident;
    return {
      hostKey: this.#key,
      accepted: this.#accepted,
      software: this.#software,
      algorithms,
      weak: weakAmong(algorithms),
      phases: { handshake: this.#shaken - this.#began, login: now - this.#shaken },
    };
  }

  #loginError(error: Error & { level?: string; code?: string | number }): PullError {
    if (error instanceof PullError) return error;
    if (error.level === "client-authentication") return this.#refusedLogin();
    if (/no matching/.test(error.message)) return this.#mismatch(error.message);
    if (this.#negotiated === undefined && error.code === "ECONNRESET") return this.#closed();
    return failed("protocol", `SSH failed (${error.message.slice(0, 160)})`);
  }

  #refusedLogin(): PullError {
    const offered = this.#login.offered()?.join(", ") ?? "nothing";
    const { name, password } = this.#options.credential;
    const why = this.#login.asked()
      ? `the device refused the login of credential set ${name}`
      : `the device takes ${offered}, and credential set ${name} has ${password === undefined ? "no password" : "none of it"} that would do`;
    return failed("auth-failed", why);
  }

  #mismatch(message: string): PullError {
    const { offered } = serverOffer(Buffer.concat(this.#heard));
    const set = setFor(offered);
    const lists = missingKinds(this.#to.algorithms, offered).map(
      (kind) => `${kind} ${offered[kind]!.join(",")}`,
    );
    const remedy =
      set === undefined
        ? "no set of algorithms reaches it: renew the device's SSH"
        : `add \`algorithms: ${set}\` to the device`;
    const why = `${message.replace(/^Handshake failed: /, "")}; the device offers ${lists.join("; ") || "nothing"}`;
    return failed("algorithms", why, remedy);
  }

  #closed(): PullError {
    if (this.#heardBytes === 0) return failed("busy", "the device closed the connection at once");
    const { ident } = serverOffer(Buffer.concat(this.#heard));
    if (ident === "" && this.#negotiated === undefined)
      return failed("no-ssh", "what answers there is not SSH");
    return this.#login.asked()
      ? this.#refusedLogin()
      : failed("protocol", "the device closed the connection during the login");
  }
}
