import type { MirrorSession } from "../model/session.ts";
import type { ShowRecord } from "../model/show.ts";
import type { SnapshotRecord } from "../model/snapshot.ts";
import { destinationText, filterText, sourceText } from "./end.ts";
import { plain } from "./plain.ts";
import { table } from "./table.ts";

/** One config for a person: what it is, its sessions, and the fate of every line that can matter. */
export function parseReport(
  snapshot: SnapshotRecord,
  text: ReadonlyMap<number, string>,
  width: number,
): string {
  const parts = [heading(snapshot), sessionTable(snapshot.sessions, width), fateTable(snapshot, text, width)];
  return `${parts.filter((part) => part !== "").join("\n")}`;
}

function heading({ device, os, complete, completeness }: SnapshotRecord): string {
  return `${plain(device)}  ${os}  ${complete ? "complete" : "not complete"}: ${plain(completeness)}\n`;
}

function sessionTable(sessions: readonly MirrorSession[], width: number): string {
  if (sessions.length === 0) return "No mirror session.\n";
  const rows = sessions.map((session) => [
    session.context === undefined ? session.name : `${session.context}/${session.name}`,
    session.mechanism,
    session.state,
    list(session.sources.map(sourceText)),
    list(session.destinations.map(destinationText)),
    list(session.filters.map(filterText)),
  ]);
  return table(["session", "mechanism", "state", "from", "to", "filters"], rows, width);
}

function list(parts: readonly string[]): string {
  return parts.length === 0 ? "nothing" : parts.join("; ");
}

interface Fate {
  readonly line: number;
  readonly fate: string;
  readonly text: string;
}

/** Each line with what became of it, in the order of the file; a line that serves two sessions stands twice. */
function fateTable(snapshot: SnapshotRecord, text: ReadonlyMap<number, string>, width: number): string {
  const { sessions, unread, indicators } = snapshot;
  const fates: Fate[] = [
    ...loggedFates(snapshot),
    ...sessions.flatMap(({ name, lines }) =>
      lines.map((line) => ({ line, fate: `session ${name}`, text: text.get(line) ?? "" })),
    ),
    ...unread.map(({ line, expected, text }) => ({ line, fate: `unread, expected ${expected}`, text })),
    ...indicators.map(({ line, kind, why, text }) => ({ line, fate: `${kind}: ${why}`, text })),
  ];
  if (fates.length === 0) return "";
  const rows = fates
    .sort((a, b) => a.line - b.line)
    .map(({ line, fate, text }) => [String(line), fate, text.trimEnd()]);
  return table([{ head: "line", right: true }, "fate", "text"], rows, width);
}

/** Commands that the device itself keeps a log of; only show output tells them. */
function loggedFates(snapshot: SnapshotRecord | ShowRecord): readonly Fate[] {
  const commands = "commands" in snapshot ? snapshot.commands : [];
  return commands.map(({ line, user, from, command }) => {
    const who = from === null || from === user ? (user ?? "somebody") : `${user ?? "somebody"} on ${from}`;
    return { line, fate: `typed by ${plain(who)}`, text: command };
  });
}
