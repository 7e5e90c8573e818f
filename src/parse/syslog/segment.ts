import type { FramedMessage } from "./frame.ts";

/** `CISE_TACACS_Accounting 0000000001 4 0 …`: category, message id, how many segments, which one (from 0). */
const segment = /^([\s\S]{0,200}?(?:CISE|CSCOacs)_\w+ +(\d{6,12}) +)(\d{1,3}) +(\d{1,3}) /;

/** Records whose last segment has not come yet, by sender and id. At most {@link most}; the oldest is given up. */
export type Segments = ReadonlyMap<string, readonly Segment[]>;

interface Segment {
  readonly line: number;
  readonly index: number;
  readonly head: string;
  readonly body: string;
}

const most = 200;

export interface Joined {
  readonly segments: Segments;
  /** Whole messages: the given one, the record that it completed, or one that was given up. */
  readonly messages: readonly FramedMessage[];
}

/** ISE and ACS cut a long record into several messages with one id; a command may go over the cut. */
export function joinSegments(segments: Segments, message: FramedMessage): Joined {
  const found = segment.exec(message.text);
  const total = Number(found?.[3] ?? 1);
  if (!found || total < 2) return { segments, messages: [message] };
  const key = idOf(found[1]!, found[2]!);
  const part = {
    line: message.line,
    index: Number(found[4]),
    head: `${found[1]}1 0 `,
    body: message.text.slice(found[0].length),
  };
  const have = [...(segments.get(key) ?? []).filter(({ index }) => index !== part.index), part];
  const next = new Map(segments);
  next.delete(key);
  if (have.length >= total) return { segments: next, messages: [whole(have)] };
  next.set(key, have);
  return next.size <= most ? { segments: next, messages: [] } : giveUp(next);
}

/** The same id from two servers is two records; the time in front may differ from segment to segment. */
function idOf(head: string, id: string): string {
  return `${head.trim().split(/\s+/).slice(-3, -1).join(" ")} ${id}`;
}

function giveUp(segments: Map<string, readonly Segment[]>): Joined {
  const [key, parts] = segments.entries().next().value!;
  segments.delete(key);
  return { segments, messages: [whole(parts)] };
}

/** Records that will get no more segments, as far as they came. */
export function restOf(segments: Segments): readonly FramedMessage[] {
  return [...segments.values()].map(whole);
}

function whole(parts: readonly Segment[]): FramedMessage {
  const ordered = [...parts].sort((a, b) => a.index - b.index);
  const line = Math.min(...parts.map((part) => part.line));
  return { line, text: ordered[0]!.head + ordered.map(({ body }) => body).join("") };
}
