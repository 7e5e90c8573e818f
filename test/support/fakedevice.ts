import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import ssh2, { type Connection, type ServerChannel, type ServerConfig } from "ssh2";
import { keyPair } from "./keypair.ts";
import { fakeShell, type ShellManners } from "./fakeshell.ts";

/** One key for all fake devices unless a test wants another; made once, since making one is slow. */
export const hostKey = keyPair();

export interface FakeManners {
  readonly user?: string;
  readonly password?: string;
  /** Methods that the device takes: `password`, `keyboard-interactive`, `publickey`. */
  readonly methods?: readonly string[];
  /** Public key that is let in, one line of OpenSSH. */
  readonly publicKey?: string;
  readonly hostKeys?: readonly string[];
  readonly algorithms?: ServerConfig["algorithms"];
  readonly ident?: string;
  readonly banner?: string;
  /** A terminal with prompts. */
  readonly shell?: ShellManners;
  /** Answers of the exec channel; absent commands get the error. */
  readonly exec?: Readonly<Record<string, string>>;
  readonly execError?: string;
  /** Ends the connection after this many bytes of an exec answer. */
  readonly execCut?: number;
  /** Milliseconds before a config begins. */
  readonly delay?: number;
  /** Closes each session at once: all lines are taken. */
  readonly busy?: boolean;
  /** Lets connections through to other hosts. */
  readonly jump?: boolean;
}

/** What a fake device saw. */
export interface FakeDevice {
  readonly port: number;
  /** Everything that was typed in shells, and the commands of exec channels. */
  readonly typed: string[];
  /** `password`, `keyboard-interactive`, …: each try to log in that showed something. */
  readonly tries: string[];
  readonly sessions: { now: number; most: number; all: number };
  close(): Promise<void>;
}

export async function fakeDevice(t: Pick<TestContext, "after">, manners: FakeManners): Promise<FakeDevice> {
  const device = await startFakeDevice(manners);
  t.after(() => device.close());
  return device;
}

export async function startFakeDevice(manners: FakeManners): Promise<FakeDevice> {
  const typed: string[] = [];
  const tries: string[] = [];
  const sessions = { now: 0, most: 0, all: 0 };
  const open = new Set<Connection>();
  const server = new ssh2.Server(
    {
      hostKeys: [...(manners.hostKeys ?? [hostKey.private])],
      ...(manners.algorithms === undefined ? {} : { algorithms: manners.algorithms }),
      ...(manners.ident === undefined ? {} : { ident: manners.ident }),
      ...(manners.banner === undefined ? {} : { banner: manners.banner }),
    },
    (client) => {
      (client as unknown as { setNoDelay(on: boolean): void }).setNoDelay(true);
      open.add(client);
      sessions.now += 1;
      sessions.all += 1;
      sessions.most = Math.max(sessions.most, sessions.now);
      client.on("close", () => {
        open.delete(client);
        sessions.now -= 1;
      });
      client.on("error", () => {});
      serve(client, manners, typed, tries);
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    typed,
    tries,
    sessions,
    close: async () => {
      for (const client of open) client.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(client: Connection, manners: FakeManners, typed: string[], tries: string[]): void {
  authenticate(client, manners, tries);
  client.on("ready", () => {
    client.on("session", (accept, reject) => {
      if (manners.busy) return reject();
      const session = accept();
      session.on("pty", (ok) => ok?.());
      session.on("shell", (ok, no) => {
        if (manners.shell === undefined) return no?.();
        fakeShell(ok(), manners.shell, typed, () => client.end());
      });
      session.on("exec", (ok, no, { command }) => {
        if (manners.exec === undefined) return no?.();
        typed.push(command);
        void answer(ok(), command, manners, client);
      });
    });
    if (manners.jump) forward(client);
  });
}

function authenticate(client: Connection, manners: FakeManners, tries: string[]): void {
  const { user = "puller", password = "s3cret-Password", methods = ["password"] } = manners;
  client.on("authentication", (context) => {
    const no = () => context.reject(methods as never);
    if (context.method === "none" || !methods.includes(context.method)) return no();
    tries.push(context.method);
    if (context.username !== user) return no();
    if (context.method === "password") return context.password === password ? context.accept() : no();
    if (context.method === "keyboard-interactive")
      return context.prompt([{ prompt: "Password: ", echo: false }], ([given]) =>
        given === password ? context.accept() : no(),
      );
    if (context.method !== "publickey" || manners.publicKey === undefined) return no();
    const key = ssh2.utils.parseKey(manners.publicKey);
    if (key instanceof Error || !("getPublicSSH" in key)) return no();
    if (!key.getPublicSSH().equals(context.key.data)) return no();
    if (
      context.signature &&
      context.blob &&
      key.verify(context.blob, context.signature, context.hashAlgo) !== true
    )
      return no();
    context.accept();
  });
}

async function answer(
  channel: ServerChannel,
  command: string,
  manners: FakeManners,
  client: Connection,
): Promise<void> {
  const text = manners.exec![command] ?? manners.execError ?? "\nerror: unknown command.\n";
  if (manners.delay !== undefined) await pause(manners.delay);
  if (manners.execCut !== undefined && text.length > manners.execCut) {
    channel.write(text.slice(0, manners.execCut), () => setTimeout(() => client.end(), 5));
    return;
  }
  channel.write(text);
  channel.exit(0);
  channel.end();
}

function forward(client: Connection): void {
  client.on("tcpip", async (accept, _reject, { destIP, destPort }) => {
    const { connect } = await import("node:net");
    const stream = accept();
    const socket = connect({ host: destIP, port: destPort, noDelay: true });
    stream.pipe(socket).pipe(stream);
    socket.on("error", () => stream.end());
    stream.on("error", () => socket.destroy()).on("close", () => socket.destroy());
  });
}
