import type { RecordEnd } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { addOption, type Draft } from "./draft.ts";
import { mostInterfaces, portsOf } from "./interface.ts";
import type { Words } from "./words.ts";

/** What a destination port says of itself holds for the sessions that copy to it: it may let the far end send. */
export function joinMonitorPorts(
  drafts: Iterable<Draft>,
  statements: readonly Statement[],
  words: Words,
): void {
  const ports = markedPorts(statements, words);
  if (ports.size === 0) return;
  for (const draft of drafts)
    draft.destinations = draft.destinations.map((destination) => {
      const port = destination.kind === "interface" ? ports.get(destination.name ?? "") : undefined;
      if (port === undefined) return destination;
      draft.lines.add(port.line);
      addOption(draft, "learning", port.end.learning);
      return port.end.ingress ? { ...destination, ingress: true } : destination;
    });
}

interface MarkedPort {
  readonly end: RecordEnd;
  readonly line: number;
}

function markedPorts(statements: readonly Statement[], words: Words): ReadonlyMap<string, MarkedPort> {
  const ports = new Map<string, MarkedPort>();
  for (const { record, line } of statements) {
    const list = record.monitorPort?.port;
    if (!record.monitorPort || !list) continue;
    for (const name of portsOf(list, words.interfaces, words.room, mostInterfaces - ports.size))
      ports.set(name, { end: record.monitorPort, line });
  }
  return ports;
}
