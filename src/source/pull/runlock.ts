import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { Fault } from "../../model/fault.ts";

/** Who pulls the fleet, and since when. */
export interface Holder {
  readonly pid: number;
  /** Start of the process in clock ticks since the machine started: a number that is used again is no longer it. */
  readonly ticks: string;
  readonly host: string;
  readonly user: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

export interface RunLock {
  /** When the run began that was killed before its end; null when the last one ended. */
  readonly resumes: string | null;
  /** The run is at its end: the next one begins anew. */
  release(): void;
}

/**
 * Takes the lock of a database's pulls. A lock whose process is gone is taken over, with the time of its run.
 *
 * @throws Fault `pull-running` that names who holds it
 */
export function takeRunLock(file: string, user: string, now: Date): RunLock {
  const mine: Holder = {
    pid: process.pid,
    ticks: ticksOf(process.pid),
    host: hostname(),
    user,
    since: now.toISOString(),
  };
  for (let attempt = 0; ; attempt++) {
    if (create(file, mine)) return { resumes: null, release: () => rmSync(file, { force: true }) };
    const holder = readHolder(file);
    if (holder !== undefined && (attempt > 4 || isAlive(holder))) throw running(file, holder);
    const left = takeAway(file, holder);
    if (left === undefined) continue;
    if (create(file, { ...mine, since: left }))
      return { resumes: left, release: () => rmSync(file, { force: true }) };
  }
}

/** A link is made whole or not at all, so that nobody reads half a lock. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Takes a dead holder's lock away; undefined when somebody else was faster. */
function takeAway(file: string, dead: Holder | undefined): string | undefined {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return undefined;
  }
  const taken = readHolder(aside);
  const isDead = taken?.pid === dead?.pid && taken?.ticks === dead?.ticks;
  if (!isDead) putBack(aside, file);
  rmSync(aside, { force: true });
  return isDead ? (taken?.since ?? "") : undefined;
}

/** Somebody else had taken the lock over in between. */
function putBack(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch {
    // A third one holds it now.
  }
}

function isAlive({ pid, ticks, host }: Holder): boolean {
  // Of another machine nothing can be known: a shared file is held until somebody removes it.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return ticks === "" || ticksOf(pid) === "" || ticksOf(pid) === ticks;
}

/** Field 22 of /proc/PID/stat (proc(5)); empty where there is none. */
function ticksOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function running(file: string, { pid, host, user, since }: Holder): Fault {
  return new Fault({
    code: "pull-running",
    where: file,
    what: `process ${pid} of ${user} on ${host} pulls these devices since ${since}`,
    remedy: "wait until it is done; if it is gone with its machine, remove the file",
  });
}
