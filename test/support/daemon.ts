import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

const bin = new URL("../../bin/mirrorwatch.js", import.meta.url).pathname;

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A running `mirrorwatch watch`. */
export interface Daemon {
  readonly child: ChildProcess;
  readonly log: LogLine[];
  readonly out: () => string;
  readonly udp: number;
  readonly tcp: number;
  /** Waits for a line of its log. */
  logged(msg: RegExp): Promise<LogLine>;
  exit(): Promise<number | null>;
}

const anyPort = ["--udp", "127.0.0.1:0", "--tcp", "127.0.0.1:0"] as const;

/** Starts the daemon, by default on ports of the system's choice, and waits until it listens. */
export async function startDaemon(
  t: TestContext,
  folder: string,
  args: readonly string[],
  listen: readonly string[] = anyPort,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Daemon> {
  const command = [process.execPath, bin, "watch", ...listen, ...args];
  return followDaemon(
    t,
    spawn(command[0]!, command.slice(1), { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] }),
  );
}

/** Reads the log of a daemon and waits until it listens. */
export async function followDaemon(t: TestContext, child: ChildProcess): Promise<Daemon> {
  t.after(() => child.kill("SIGKILL"));
  const log: LogLine[] = [];
  let out = "";
  child.stdout!.on("data", (chunk) => {
    out += chunk;
  });
  createInterface(child.stderr!).on("line", (line) => {
    log.push(line.startsWith("{") ? JSON.parse(line) : { level: "none", msg: line });
  });
  const exited = once(child, "exit");
  const logged = async (msg: RegExp) => {
    for (;;) {
      const found = log.find((line) => msg.test(line.msg));
      if (found) return found;
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it ended: ${JSON.stringify(log)}`);
      await pause(10);
    }
  };
  const { udp, tcp } = (await logged(/^listening$/)) as unknown as { udp: string[]; tcp: string[] };
  const port = ([text]: string[]) => Number(text?.split(":").at(-1));
  return {
    child,
    log,
    out: () => out,
    udp: port(udp),
    tcp: port(tcp),
    logged,
    exit: async () => (await exited)[0],
  };
}

/** Sends lines over one TCP connection and closes it. */
export async function sendLines(port: number, lines: readonly string[]): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.end(`${lines.join("\n")}\n`).resume();
  await once(socket, "close");
}
