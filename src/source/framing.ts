import { Carry } from "./carry.ts";

/** Takes one message without its framing; `bytes` is only valid during the call. `cut`: it was longer than the limit. */
export type TakeMessage = (bytes: Uint8Array, from: number, to: number, cut: boolean) => void;

export interface FrameLimits {
  /** Bytes of one message that are kept; a longer one is cut. */
  readonly message: number;
  /** Bytes after which a message that does not end is no syslog any more. */
  readonly frame: number;
}

export interface Framer {
  /**
   * Takes the next bytes of the stream. Returns why the stream cannot be read on, or undefined. `room`: bytes in front of the
   * chunk, in the same buffer, that may be written over.
   */
  push(chunk: Uint8Array, room?: number): string | undefined;
  /** The stream has ended: an unfinished message is handed over. Returns what is wrong with the end, or undefined. */
  end(): string | undefined;
  /** Bytes that wait for the rest of their message: at most `message` and the digits of a length. */
  held(): number;
}

const LF = 10;

/**
 * RFC 6587 framing, decided anew for each message: octet counting (3.4.1) when the message begins with `MSG-LEN SP <`, else
 * everything up to LF (3.4.2). A number alone is not trusted as a length, since lines of many devices begin with a digit
 * (`2026 Mar 1 …`). Space, NUL, CR and LF between messages are skipped; some senders add them.
 */
export function framer(limits: FrameLimits, take: TakeMessage): Framer {
  const carry = new Carry();
  /** What is left of a message that was cut: bytes to pass over (count), or bytes passed over so far (line). */
  let skip: { readonly kind: "count" | "line"; bytes: number } | undefined;
  let searched = 0;

  const push = (chunk: Uint8Array, room = 0): string | undefined => {
    const bytes = carry.join(chunk, room);
    let at = 0;
    while (at < bytes.length) {
      const next = skip ? passOver(bytes, at) : readOne(bytes, at);
      if (typeof next === "string") return next;
      if (next < 0) break;
      at = next;
      searched = 0;
    }
    searched = Math.max(0, bytes.length - at);
    carry.keep(bytes, at);
    return undefined;
  };

  /** Returns where the next message begins, -1 when this one is not whole yet, or what is wrong. */
  const readOne = (bytes: Uint8Array, from: number): number | string => {
    const at = pastFiller(bytes, from);
    if (at > from) return at;
    const text = textOfCounted(bytes, at);
    if (text < 0) return -1;
    return text > 0 ? readCounted(bytes, text, numberIn(bytes, at, text - 1)) : readLine(bytes, at);
  };

  const readCounted = (bytes: Uint8Array, text: number, length: number): number | string => {
    if (length > limits.frame) return `message length ${length} is above ${limits.frame}`;
    const kept = Math.min(length, limits.message);
    if (bytes.length - text < kept) return -1;
    emit(bytes, text, text + kept, length > kept);
    if (length > kept) skip = { kind: "count", bytes: length - kept };
    return text + kept;
  };

  const readLine = (bytes: Uint8Array, at: number): number => {
    const end = bytes.indexOf(LF, Math.max(at, searched));
    if (end < 0 && bytes.length - at <= limits.message) return -1;
    if (end >= 0 && end - at <= limits.message) {
      emit(bytes, at, end, false);
      return end + 1;
    }
    emit(bytes, at, at + limits.message, true);
    skip = { kind: "line", bytes: 0 };
    return at + limits.message;
  };

  const passOver = (bytes: Uint8Array, at: number): number | string => {
    const { kind, bytes: count } = skip!;
    const end = kind === "line" ? bytes.indexOf(LF, at) : at + count - 1;
    const whole = end >= 0 && end < bytes.length;
    const passed = (whole ? end : bytes.length) - at;
    if (kind === "line" && count + passed > limits.frame)
      return `no end of message within ${limits.frame} bytes`;
    skip = whole ? undefined : { kind, bytes: kind === "line" ? count + passed : count - passed };
    return whole ? end + 1 : bytes.length;
  };

  const emit = (bytes: Uint8Array, from: number, to: number, cut: boolean) => {
    const end = beforeFiller(bytes, from, to);
    if (end > from) take(bytes, from, end, cut);
  };

  const end = (): string | undefined => {
    const bytes = carry.join(new Uint8Array(0));
    const text = Math.max(0, textOfCounted(bytes, 0));
    const missing = text > 0 ? numberIn(bytes, 0, text - 1) - (bytes.length - text) : 0;
    emit(bytes, text, bytes.length, missing > 0);
    carry.keep(bytes, bytes.length);
    return missing > 0 ? `the connection ended ${missing} bytes before the end of a message` : undefined;
  };
  return { push, end, held: () => carry.length };
}

/** Where the text of an octet-counted message begins; 0: it is not one; -1: too few bytes to tell. */
function textOfCounted(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === undefined || first < 0x31 || first > 0x39) return 0;
  let at = from + 1;
  while (isDigit(bytes[at]) && at - from < 10) at++;
  if (at === bytes.length) return -1;
  if (bytes[at] !== 0x20) return 0;
  if (at + 1 === bytes.length) return -1;
  return bytes[at + 1] === 0x3c ? at + 1 : 0;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function pastFiller(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isFiller(bytes[at]!)) at++;
  return at;
}

/** Where the message ends when the filler after it is left out. */
export function beforeFiller(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isFiller(bytes[at - 1]!)) at--;
  return at;
}

/** LF, CR, space, NUL. */
function isFiller(byte: number): boolean {
  return byte === 10 || byte === 13 || byte === 32 || byte === 0;
}

/** The number that these digits write. */
function numberIn(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = 10 * value + bytes[at]! - 0x30;
  return value;
}
