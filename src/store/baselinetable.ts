import type { Database } from "better-sqlite3";
import { type Baseline, deviceKey, namesDevice, namesSession } from "../compare/baseline.ts";
import { collectorsOf, definitionsOf, writtenOut } from "../compare/reference.ts";
import type { Approval } from "../model/approval.ts";
import type { Definition } from "../model/definition.ts";

/** A session by name. */
export interface SessionName {
  readonly device: string;
  readonly session: string;
}

/** A baseline that can be told what it will be asked, which is much faster than one question after the other. */
export interface StoredBaseline extends Baseline {
  /** Reads the approvals of these sessions; it remembers those of the last call only. */
  readonly lookAhead: (names: readonly SessionName[]) => void;
}

/** Makes baselines that look approvals up by device and session; what they call by name is written out. */
export function baselineTable(database: Database, named: () => readonly Definition[]): () => StoredBaseline {
  const body = (where: string) => `SELECT body FROM approval WHERE ${where}`;
  const ofSession = database.prepare<[string, string], string>(body("device = ? AND session = ?")).pluck();
  const many = database
    .prepare<[string], [index: number, body: string]>(
      `SELECT name.key, body FROM json_each(?) AS name
       CROSS JOIN approval ON device = name.value ->> 0 AND session = name.value ->> 1`,
    )
    .raw();
  const ofAnySession = database.prepare<[string], string>(body("device = ? AND session = '*'")).pluck();
  const required = database.prepare<[string], string>(body("device = ? AND required = 1")).pluck();
  const ofAnyDevice = database.prepare<[], string>(body("device = '*'")).pluck();
  const anySession = database
    .prepare<[], number>("SELECT 1 FROM approval WHERE session = '*' LIMIT 1")
    .pluck();
  return () => {
    const wide = once(() => ofAnyDevice.all().map(read));
    // Most baselines name every session: then half of the look-ups need not be made.
    const asks = once(() => anySession.get() !== undefined);
    const definitions = once(() => definitionsOf(named()));
    const whole = (found: readonly Approval[], device: string) =>
      found.map((approval) => writtenOut(approval, device, definitions()));
    const ahead = new Map<string, string[]>();
    return {
      lookAhead(names) {
        ahead.clear();
        const pairs = names.map(({ device, session }) => [deviceKey(device), session] as const);
        const bodies = pairs.map(([device, session]) => remember(ahead, pair(device, session)));
        for (const [index, text] of many.all(JSON.stringify(pairs))) bodies[index]!.push(text);
      },
      forSession(device, session) {
        const key = deviceKey(device);
        const found = (ahead.get(pair(key, session)) ?? ofSession.all(key, session)).map(read);
        if (asks()) found.push(...ofAnySession.all(key).map(read));
        if (wide().length > 0) found.push(...wide().filter((one) => namesDevice(one, device, definitions())));
        return whole(
          found.filter((approval) => namesSession(approval, session)),
          device,
        );
      },
      required(device) {
        const found = required.all(deviceKey(device)).map(read);
        found.push(...wide().filter((one) => one.required && namesDevice(one, device, definitions())));
        return whole(found, device);
      },
      collectors: () => collectorsOf(definitions()),
    };
  };
}

/** A name that stands twice in a look ahead has one list, which would then hold everything twice: so the second is not kept. */
function remember(ahead: Map<string, string[]>, key: string): string[] {
  const bodies: string[] = [];
  if (!ahead.has(key)) ahead.set(key, bodies);
  return bodies;
}

function pair(device: string, session: string): string {
  return `${device}\0${session}`;
}

function read(body: string): Approval {
  return JSON.parse(body);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
