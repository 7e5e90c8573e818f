import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { hostKey } from "./fakedevice.ts";
import { temporaryFolder } from "./temporary.ts";

/** sshd of this machine, or the one that $SSHD names; undefined: none. */
export function findSshd(): string | undefined {
  return [process.env.SSHD, "/usr/sbin/sshd"].find(
    (command) => command && /OpenSSH/.test(String(spawnSync(command, ["-V"]).stderr)),
  );
}

/**
 * Root's sshd wants a user and a folder of its own for its unprivileged part. They are there for this process alone, in a mount
 * namespace; anybody else's sshd needs neither.
 */
function commandLine(folder: string, args: readonly string[]): readonly string[] {
  const line = [findSshd()!, ...args];
  if (process.getuid?.() !== 0) return line;
  // A shell that reads no start-up files of the person who runs the tests.
  const users = readFileSync("/etc/passwd", "utf8").replace(/^(root:.*:)[^:]*$/m, "$1/bin/sh");
  const known = /^sshd:/m.test(users) ? "" : "sshd:x:990:65534::/run/sshd:/usr/sbin/nologin\n";
  writeFileSync(join(folder, "passwd"), `${users}${known}`);
  const mounts = `mount --bind ${folder}/passwd /etc/passwd && mount -t tmpfs tmpfs /run && mkdir /run/sshd`;
  return ["unshare", "-m", "bash", "-c", `${mounts} && exec "$@"`, "sshd", ...line];
}

export interface OpenSsh {
  readonly port: number;
  readonly user: string;
}

/** A real SSH server on loopback, whose every session runs `script` (bash), and which lets in `publicKey`. */
export async function startSshd(t: TestContext, script: string, publicKey: string): Promise<OpenSsh> {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const file = (name: string, text: string, mode: number) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const key = file("host_key", hostKey.private, 0o600);
  const authorized = file("authorized_keys", `${publicKey}\n`, 0o600);
  const device = file("device", `#!/bin/bash\n${script}`, 0o700);
  const config = file(
    "sshd_config",
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${key}
PidFile none
AuthorizedKeysFile ${authorized}
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
ForceCommand ${device}
LogLevel ERROR
`,
    0o600,
  );
  const [command, ...args] = commandLine(folder, ["-D", "-e", "-f", config]);
  const child = spawn(command!, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  await listening(child, port);
  return { port, user: userInfo().username };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let said = "";
  child.stderr!.on("data", (chunk) => (said += chunk));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${said}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" });
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await pause(20);
  }
}
