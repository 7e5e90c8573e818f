import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../test/support/rsyslog.ts";

/** A receiver in a process of its own. */
export interface Receiving {
  /** UDP, TCP for lines, TCP for counted messages, TLS. */
  readonly ports: readonly number[];
  /** Its answers are compared with what was planted. */
  readonly searches: boolean;
  /** Seconds of CPU time, user and system. */
  cpu(): number;
  /** The most megabytes that it had in memory. */
  rss(): number;
  counted?(): Promise<{ readonly messages: number; readonly bytes: number; readonly hits: number }>;
  stop(): Promise<void>;
}

export interface Peer {
  readonly kind: string;
  readonly title: string;
  readonly start: () => Promise<Receiving>;
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const titles = {
  mirrorwatch: "mirrorwatch",
  single: "mirrorwatch without koffi",
  floor: "plain Node that only counts",
} as const;

export function nodeReceiver(kind: keyof typeof titles, { certificate, key }: Pair): Peer {
  const start = async (): Promise<Receiving> => {
    const script = new URL("./receiverprocess.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, kind, certificate, key], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines: Interface = createInterface(child.stdout!);
    const next = async () => JSON.parse((await once(lines, "line"))[0]);
    const [udp, tcp, tls] = (await next()) as [number, number, number];
    const ports = [udp, tcp, tcp, tls];
    const counted = () => {
      child.stdin!.write("\n");
      return next();
    };
    return { ...processOf(child), ports, searches: kind !== "floor", counted };
  };
  return { kind, title: titles[kind], start };
}

/** rsyslog and syslog-ng, where the environment names them. */
export function peersHere(folder: string, pair: Pair): readonly Peer[] {
  const { RSYSLOGD, SYSLOGNG } = process.env;
  return [
    ...(RSYSLOGD ? [peer(folder, RSYSLOGD, ["-v"], rsyslogConfig(pair), rsyslogArguments)] : []),
    ...(SYSLOGNG ? [peer(folder, SYSLOGNG, ["--version"], syslogNgConfig(pair), syslogNgArguments)] : []),
  ];
}

type Ports = readonly [udp: number, lines: number, counted: number, tls: number];

function peer(
  above: string,
  command: string,
  versionArguments: readonly string[],
  config: (folder: string, ports: Ports) => string,
  args: (folder: string) => readonly string[],
): Peer {
  const version = spawnSync(command, versionArguments).stdout.toString();
  const name = version.startsWith("rsyslog") ? "rsyslog" : "syslog-ng";
  const title = `${name} ${/\d+\.\d+\.\d+/.exec(version)?.[0] ?? ""}`;
  const start = async (): Promise<Receiving> => {
    const folder = mkdtempSync(join(above, "peer-"));
    mkdirSync(folder, { recursive: true });
    const ports: Ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    writeFileSync(join(folder, "config"), config(folder, ports));
    const child = spawn(command, args(folder), { stdio: ["ignore", "inherit", "inherit"] });
    await pause(1_500);
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    return { ...processOf(child), ports, searches: false };
  };
  return { kind: title, title, start };
}

function rsyslogArguments(folder: string): readonly string[] {
  const modules = process.env.RSYSLOG_MODULES ? ["-M", process.env.RSYSLOG_MODULES] : [];
  return ["-n", "-i", join(folder, "pid"), "-f", join(folder, "config"), ...modules];
}

/** The settings that rsyslog's own page on high rates names. */
function rsyslogConfig({ certificate, key }: Pair) {
  return (folder: string, [udp, lines, counted, tls]: Ports) => `
global(workDirectory="${folder}" defaultNetstreamDriverCAFile="${certificate}"
  defaultNetstreamDriverCertFile="${certificate}" defaultNetstreamDriverKeyFile="${key}")
module(load="imudp" timeRequery="8" batchSize="128" threads="1")
module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="0" streamDriver.authMode="anon")
input(type="imudp" port="${udp}" address="127.0.0.1" rcvbufSize="4m" ruleset="search")
input(type="imtcp" port="${lines}" address="127.0.0.1" ruleset="search")
input(type="imtcp" port="${counted}" address="127.0.0.1" ruleset="search")
input(type="imtcp" port="${tls}" address="127.0.0.1" ruleset="search"
  streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
ruleset(name="search" queue.type="fixedArray" queue.size="250000" queue.dequeueBatchSize="4096") {
  if $rawmsg contains "LOGGEDCMD" then { action(type="omfile" file="${folder}/found") }
  stop
}
`;
}

function syslogNgArguments(folder: string): readonly string[] {
  const at = (name: string) => join(folder, name);
  const files = ["-R", at("persist"), "-c", at("control"), "-p", at("pid")];
  return ["-F", "--no-caps", "-f", at("config"), ...files];
}

function syslogNgConfig({ certificate, key }: Pair) {
  return (folder: string, [udp, lines, counted, tls]: Ports) => `@version: 3.38
options { threaded(yes); use-dns(no); dns-cache(no); keep-hostname(yes); stats-freq(0); };
source s {
  network(transport("udp") ip("127.0.0.1") port(${udp}) so-rcvbuf(4194304) log-fetch-limit(1000) log-iw-size(100000));
  network(transport("tcp") ip("127.0.0.1") port(${lines}) log-fetch-limit(1000) log-iw-size(100000) max-connections(200));
  syslog(transport("tcp") ip("127.0.0.1") port(${counted}) log-fetch-limit(1000) log-iw-size(100000) max-connections(200));
  syslog(transport("tls") ip("127.0.0.1") port(${tls}) log-fetch-limit(1000) log-iw-size(100000) max-connections(200)
    tls(key-file("${key}") cert-file("${certificate}") peer-verify(optional-untrusted)));
};
filter f { message("LOGGEDCMD" type(string) flags(substring)); };
log { source(s); filter(f); destination { file("${folder}/found"); }; };
`;
}

function processOf(child: ChildProcess): Pick<Receiving, "cpu" | "rss" | "stop"> {
  let most = 0;
  const stat = () =>
    readFileSync(`/proc/${child.pid}/stat`, "latin1")
      .replace(/^.*\) /s, "")
      .split(" ");
  return {
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    cpu: () => (Number(stat()[11]) + Number(stat()[12])) / 100,
    rss: () => {
      const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "latin1"));
      most = Math.max(most, Number(found?.[1] ?? 0) / 1024);
      return most;
    },
    stop: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
