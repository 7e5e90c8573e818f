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

function wholeEnd(end: RecordEnd): RecordEnd {
  const { unit, ...rest } = end;
  return end.port && unit ? { ...rest, port: portName(end.port, unit) } : rest;
}

function whole({ unit, peerUnit, ...rest }: RecordTunnel): RecordTunnel {
  const port = portName(rest.port, unit);
  return peerUnit ? { ...rest, port, peer: portName(rest.port, peerUnit) } : { ...rest, port };
}
