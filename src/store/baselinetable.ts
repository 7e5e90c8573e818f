import type { Database } from "better-sqlite3";
import { type Baseline, deviceKey, namesDevice, namesSession } from "../compare/baseline.ts";
import type { Approval } from "../model/approval.ts";

/** Makes baselines that look approvals up by device and session. */
export function baselineTable(database: Database): () => Baseline {
  const body = (where: string) => `SELECT body FROM approval WHERE ${where}`;
  const named = database.prepare<[string, string], string>(body("device = ? AND session = ?")).pluck();
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
    return {
      forSession(device, session) {
        const key = deviceKey(device);
        const found = named.all(key, session).map(read);
        if (asks()) found.push(...ofAnySession.all(key).map(read));
        found.push(...wide().filter((one) => namesDevice(one, device)));
        return found.filter((approval) => namesSession(approval, session));
      },
      required(device) {
        const found = required.all(deviceKey(device)).map(read);
        return [...found, ...wide().filter((one) => one.required && namesDevice(one, device))];
      },
    };
  };
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
