import { DatabaseSync } from "node:sqlite";

/** One event as QRadar keeps it; what is not given is null. */
export interface ArielEvent {
  /** Milliseconds since 1970 at which QRadar received it. */
  readonly starttime: number;
  readonly devicetype: number;
  readonly payload: string;
  readonly username?: string;
  readonly sourceip?: string;
  readonly qidName?: string;
  /** Custom properties by name. */
  readonly properties?: Readonly<Record<string, string>>;
}

export type ArielRow = Readonly<Record<string, string | number | null>>;

const typeNames: Readonly<Record<number, string>> = {
  20: "Cisco IOS",
  122: "Juniper Networks MX-Series Ethernet Services Router",
  347: "Amazon AWS CloudTrail",
  413: "Microsoft Azure Platform",
  449: "Google Cloud Audit Logs",
  4001: "Mirrorwatch",
};

export interface ArielOptions {
  readonly now: number;
  /** Custom properties that the site has made. */
  readonly properties: readonly string[];
  readonly sets?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Runs an Ariel query in SQLite with Ariel's functions, its LIKE that minds case, and its time clause. This checks the logic of a
 * query: whether QRadar accepts its text only a console can tell.
 */
export function runAriel(
  query: string,
  events: readonly ArielEvent[],
  options: ArielOptions,
): readonly ArielRow[] {
  const database = new DatabaseSync(":memory:");
  try {
    define(database, options.sets ?? {});
    fill(database, events, options.properties);
    return database.prepare(timed(query, options.now)).all() as unknown as readonly ArielRow[];
  } finally {
    database.close();
  }
}

function define(database: DatabaseSync, sets: Readonly<Record<string, readonly string[]>>): void {
  const add = (name: string, step: (...args: never[]) => string | number | null) =>
    database.function(name, { deterministic: true }, step as never);
  add("DATEFORMAT", (millis: number, _format: string) =>
    new Date(millis).toISOString().slice(0, 19).replace("T", " "),
  );
  add("LOGSOURCENAME", (id: number) => `source ${id}`);
  add("LOGSOURCETYPENAME", (type: number) => typeNames[type] ?? `type ${type}`);
  add("QIDNAME", (name: string) => name);
  add("UTF8", (text: string) => text);
  add("REFERENCESETCONTAINS", (name: string, value: string | null) =>
    Number(value !== null && (sets[name] ?? []).includes(value)),
  );
  add("like", (pattern: string, text: string | null) => (text === null ? null : Number(like(pattern, text))));
}

/** Case counts; `%` is any text, `_` one character. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("%", "[^]*")
    .replaceAll("_", "[^]");
  return new RegExp(`^${source}$`).test(text);
}

function fill(database: DatabaseSync, events: readonly ArielEvent[], properties: readonly string[]): void {
  const own = ["starttime", "devicetype", "payload", "username", "sourceip", "qid", "logsourceid"];
  const columns = [...own, ...properties].map((name) => `"${name}"`).join(", ");
  database.exec(`CREATE TABLE events (${columns})`);
  const marks = Array.from({ length: own.length + properties.length }, () => "?").join(", ");
  const insert = database.prepare(`INSERT INTO events VALUES (${marks})`);
  for (const {
    starttime,
    devicetype,
    payload,
    username,
    sourceip,
    qidName,
    properties: said = {},
  } of events) {
    const native = [starttime, devicetype, payload, username ?? null, sourceip ?? null, qidName ?? null, 1];
    insert.run(...native, ...properties.map((name) => said[name] ?? null));
  }
}

const units: Readonly<Record<string, number>> = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

/** `LAST 24 HOURS` ends the query, behind its order, and is about the time of receipt. */
function timed(query: string, now: number): string {
  const clause = /\sLAST\s+(\d+)\s+(MINUTES|HOURS|DAYS)\s*$/.exec(query);
  if (!clause) throw new Error("the query has no time clause at its end");
  const since = now - Number(clause[1]) * units[clause[2]!]!;
  return query
    .slice(0, clause.index)
    .replace(/\bFROM events\b/, `FROM (SELECT * FROM events WHERE starttime >= ${since}) AS events`);
}
