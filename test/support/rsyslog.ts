import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** rsyslogd of this machine, or the one that $RSYSLOGD names ($RSYSLOG_MODULES: its module folder); undefined: none. */
export function findRsyslog(): { readonly command: string; readonly version: string } | undefined {
  for (const command of [process.env.RSYSLOGD, "rsyslogd", "/usr/sbin/rsyslogd"]) {
    if (!command) continue;
    const { status, stdout } = spawnSync(command, ["-v"]);
    if (status === 0) return { command, version: stdout.toString().split(" (")[0]!.trim() };
  }
  return undefined;
}

export interface Rsyslog {
  readonly child: ChildProcess;
  /** What it has written into the file `name` of its folder. */
  read(name: string): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts rsyslogd in the foreground, as this user, with everything it writes in this folder. */
export async function startRsyslog(folder: string, config: string, port: number): Promise<Rsyslog> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "rsyslog.conf");
  writeFileSync(
    file,
    `global(workDirectory="${folder}" parser.escapeControlCharactersOnReceive="off")\n${config}`,
  );
  const modules = process.env.RSYSLOG_MODULES ? ["-M", process.env.RSYSLOG_MODULES] : [];
  const args = ["-n", "-i", join(folder, "pid"), "-f", file, ...modules];
  const child = spawn(findRsyslog()!.command, args, { stdio: ["ignore", "inherit", "inherit"] });
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(`rsyslogd ended with ${child.exitCode}`);
    await pause(20);
  }
  return {
    child,
    read: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : ""),
    kill: async (signal) => {
      child.kill(signal);
      while (child.exitCode === null && child.signalCode === null) await pause(10);
    },
  };
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Is anybody listening? Trying to take the port tells without a connection that would be logged. */
async function listens(port: number): Promise<boolean> {
  const server = createServer();
  const taken = await new Promise<boolean>((resolve) => {
    server.once("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => resolve(false));
  });
  if (!taken) await new Promise((resolve) => server.close(resolve));
  return taken;
}
