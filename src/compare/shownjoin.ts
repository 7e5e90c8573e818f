import { readRange, writeRange, merged } from "../model/numberrange.ts";
import type { ShownSession, ShowRecord } from "../model/show.ts";
import { mechanismFamily } from "./key.ts";

/** Several outputs of one device as one record; of a session that stands in more than one, the output that tells most. */
export function joinShown(records: readonly ShowRecord[]): ShowRecord | undefined {
  const [first] = records;
  if (first === undefined || records.length === 1) return first;
  const vlans = records.flatMap(({ remoteVlans }) => (remoteVlans ? (readRange(remoteVlans) ?? []) : []));
  return {
    ...first,
    outputs: [...new Set(records.flatMap(({ outputs }) => outputs))],
    sessions: richest(records.flatMap(({ sessions }) => sessions)),
    ...(vlans.length === 0 ? {} : { remoteVlans: writeRange(merged(vlans)) }),
    commands: records.flatMap(({ commands }) => commands),
    unread: records.flatMap(({ unread }) => unread),
  };
}

function richest(sessions: readonly ShownSession[]): readonly ShownSession[] {
  const told = sessions.filter(({ tells }) => tells.includes("mechanism"));
  const untold = sessions.filter(
    ({ name, tells }) => !tells.includes("mechanism") && !told.some((one) => one.name === name),
  );
  const alike = Map.groupBy(told, ({ name, mechanism }) =>
    JSON.stringify([name, mechanismFamily(mechanism)]),
  );
  return [...alike.values(), ...untold.map((one) => [one])].map((group) =>
    group.reduce((best, one) => (one.tells.length > best.tells.length ? one : best)),
  );
}
