import type { RecordEnd, RecordTunnel, StatementRecord } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { portName } from "./ports.ts";

/** Joins ports with units that the OS writes apart, so that every later join compares whole names. */
export function joinUnits(statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => ({ ...statement, record: joined(statement.record) }));
}

function joined(record: StatementRecord): StatementRecord {
  const { source, destination, tunnel } = record;
  return {
    ...record,
    ...(source ? { source: ends(source) } : {}),
    ...(destination ? { destination: ends(destination) } : {}),
    ...(tunnel ? { tunnel: whole(tunnel) } : {}),
  };
}

function ends(side: RecordEnd | readonly RecordEnd[]): RecordEnd | readonly RecordEnd[] {
  return Array.isArray(side) ? side.map(wholeEnd) : wholeEnd(side as RecordEnd);
}

/** One end with its port's whole name; a next hop is told with the port that leads to it. */
export function wholeEnd({ unit, ...end }: RecordEnd): RecordEnd {
  if (!end.port) return end;
  const port = portName(end.port, unit);
  return end.nextHop ? { ...end, port, nextHop: `${port} ${end.nextHop}` } : { ...end, port };
}

function whole({ unit, peerUnit, ...rest }: RecordTunnel): RecordTunnel {
  const port = portName(rest.port, unit);
  return peerUnit ? { ...rest, port, peer: portName(rest.port, peerUnit) } : { ...rest, port };
}
