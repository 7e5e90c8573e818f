// Did an event that was sent arrive? Syslog has no acknowledgement; a search for the event's id is one, end to end.
import { setTimeout as pause } from "node:timers/promises";
import type { Console } from "./console.ts";
import { searchRows } from "./search.ts";
import { timed } from "./window.ts";

export interface Arrival {
  readonly arrived: boolean;
  /** The log source and event name under which QRadar has it. */
  readonly logSource?: string;
  readonly eventName?: string;
  /** Milliseconds from sending to finding. */
  readonly after: number;
}

export interface ArrivalOptions {
  /** When it was sent, and how long to look for it, in milliseconds. */
  readonly sent: number;
  readonly deadline: number;
  /** Between two searches. */
  readonly poll?: number;
  readonly now?: () => number;
}

/** An event may get its time from a clock that differs from this one. */
const slack = 300_000;

/** Looks for the uuid until it is found or the time is over. Each search has another end, or the old results would come back. */
export async function awaitArrival(
  console: Console,
  uuid: string,
  options: ArrivalOptions,
): Promise<Arrival> {
  const { sent, deadline, poll = 5_000, now = Date.now } = options;
  if (!/^[0-9a-f-]{36}$/.test(uuid)) throw new TypeError(`${uuid} is no uuid`);
  const query =
    "SELECT LOGSOURCENAME(logsourceid) AS LogSource, QIDNAME(qid) AS EventName FROM events " +
    `WHERE UTF8(payload) LIKE '%${uuid}%' LIMIT 1`;
  for (const end = sent + deadline; ; await pause(Math.max(1, Math.min(poll, end - now())))) {
    const aql = timed(query, sent - slack, now() + slack);
    const left = Math.max(1_000, end - now());
    const [row] = await searchRows(console, aql, { deadline: left, poll: Math.min(poll, 1_000), now });
    const after = now() - sent;
    if (row)
      return { arrived: true, logSource: String(row.LogSource), eventName: String(row.EventName), after };
    if (now() >= end) return { arrived: false, after };
  }
}
