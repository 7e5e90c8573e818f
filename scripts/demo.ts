// `npm run demo`: the main job on the shipped estate, with the commands that a user would type. Ends by itself.
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = new URL("..", import.meta.url).pathname;
const bin = join(root, "bin", "mirrorwatch.js");
const folder = mkdtempSync(join(tmpdir(), "mirrorwatch-demo-"));
const settings = join(folder, "mirrorwatch.yaml");
const events: string[] = [];

const siem = await listen(events);
const [udp, tcp] = [await freePort(), await freePort()];
try {
  title("The settings: where the config backups are, where to listen, where QRadar is");
  writeFileSync(settings, settingsText(portOf(siem)));
  console.log(`$ cat ${settings}\n\n${readFileSync(settings, "utf8")}`);

  title("The baseline: ten taps that somebody approved, read from a file");
  await run(["baseline", "import", join(root, "data/demo/baseline.yaml"), "--by", "demo"], [0]);

  title("The audit: eleven devices, as Oxidized and RANCID keep their configs");
  await run(["audit"], [0, 1, 3]);

  title("The receiver: an ERSPAN session is typed on cam-core1, an analyzer is committed on dc-acc5");
  const watch = start(["watch"]);
  await listening(tcp);
  const before = events.length;
  await sendUdp(messages("data/demo/cisco-erspan.log"));
  await sendTcp(messages("data/demo/junos-analyzer.log"));
  await quiet(() => events.length, before);
  await stop(watch);
  await run(["findings", "list", "--kind", "command"], [0, 1]);

  title(
    `What reached the stand-in for QRadar: ${events.length} LEEF events; the last three, with spaces for tabs`,
  );
  for (const line of events.slice(-3)) console.log(`${line.replaceAll("\t", "  ")}\n`);

  title("To try next");
  const first = /\bf-[0-9a-z]+/.exec(await output(["findings", "list", "--kind", "changed"]))?.[0] ?? "ID";
  console.log(`  npx mirrorwatch findings show ${first} --settings ${settings}`);
  console.log("  npx mirrorwatch parse data/demo/oxidized/edge/edge-pe1");
  console.log("  npx mirrorwatch audit --configs /path/to/your/oxidized --database ./mirrorwatch.sqlite\n");
} finally {
  siem.close();
  siem.closeAllConnections?.();
}

function settingsText(port: number): string {
  return `database: ${join(folder, "mirrorwatch.sqlite")}
configs:
  - ${join(root, "data/demo/oxidized")}
  - ${join(root, "data/demo/rancid")}
watch:
  udp: 127.0.0.1:${udp}
  tcp: 127.0.0.1:${tcp}
deliver:
  to: tcp://127.0.0.1:${port}
  host: mirrorwatch-demo
`;
}

function portOf(server: Server): number {
  return (server.address() as { port: number }).port;
}

function title(text: string): void {
  console.log(`\n=== ${text}\n`);
}

/** Prints the command line as a user would type it, runs it, and holds it to the exit codes that the demo expects. */
async function run(args: readonly string[], expected: readonly number[]): Promise<void> {
  const code = await ended(start(args));
  if (!expected.includes(code)) throw new Error(`the demo's command ended with exit code ${code}`);
  console.log(`(exit code ${code})`);
}

function start(args: readonly string[]): ChildProcess {
  console.log(`$ mirrorwatch ${args.join(" ")} --settings ${settings}\n`);
  return spawn(process.execPath, [bin, ...args, "--settings", settings], { cwd: root, stdio: "inherit" });
}

async function output(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [bin, ...args, "--settings", settings], { cwd: root, stdio: "pipe" });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  await ended(child);
  return text;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  const end = ended(child);
  child.kill("SIGTERM");
  await end;
}

/** A TCP listener that keeps each line, as a QRadar event collector would. */
function listen(into: string[]): Promise<Server & { closeAllConnections?: () => void }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let rest = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      into.push(...lines);
    });
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
  });
  Object.assign(server, { closeAllConnections: () => open.forEach((socket) => void socket.destroy()) });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function freePort(): Promise<number> {
  const probe = await listen([]);
  const free = portOf(probe);
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

/** Resolves when something accepts connections on the port; the receiver needs a moment to open it. */
async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error("the receiver did not open its port within ten seconds");
}

/** The shipped messages, moved to the present minute: a receiver judges by the time of the message. */
function messages(file: string): string[] {
  const now = new Date();
  const month = now.toLocaleString("en", { month: "short", timeZone: "UTC" });
  const day = String(now.getUTCDate()).padStart(2, " ");
  const clock = now.toISOString().slice(11, 17);
  return readFileSync(join(root, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/Nov 24 \d\d:\d\d:/, `${month} ${day} ${clock}`));
}

async function sendUdp(lines: readonly string[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const line of lines) await new Promise((resolve) => socket.send(line, udp, "127.0.0.1", resolve));
  socket.close();
}

async function sendTcp(lines: readonly string[]): Promise<void> {
  const socket = connect(tcp, "127.0.0.1");
  socket.end(lines.map((line) => `${line}\n`).join(""));
  await new Promise((resolve) => socket.once("close", resolve));
}

/** Waits until the count has grown and then rested for a second, ten seconds at most. */
async function quiet(count: () => number, before: number): Promise<void> {
  let last = before;
  let rested = 0;
  for (let tick = 0; tick < 100 && rested < 10; tick += 1) {
    await sleep(100);
    rested = count() === last && last > before ? rested + 1 : 0;
    last = count();
  }
}
