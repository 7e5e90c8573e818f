import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FrameLimits, framer } from "../../src/source/framing.ts";

const limits: FrameLimits = { message: 64, frame: 256 };

interface Read {
  readonly messages: readonly string[];
  readonly error: string | undefined;
}

/** Feeds the parts one after another, as a connection would. */
function read(parts: readonly Uint8Array[], room = 0, within = limits): Read {
  const messages: string[] = [];
  const one = framer(within, (bytes, from, to, cut) => {
    messages.push(Buffer.from(bytes.subarray(from, to)).toString("latin1") + (cut ? " (cut)" : ""));
  });
  for (const part of parts) {
    const region = Buffer.alloc(room + part.length, "<");
    region.set(part, room);
    const error = one.push(region.subarray(room), room);
    region.fill("!");
    if (error !== undefined) return { messages, error };
    assert.ok(one.held() <= within.message + 12, `holds ${one.held()} bytes`);
  }
  return { messages, error: one.end() };
}

function readText(text: string): Read {
  return read([Buffer.from(text, "latin1")]);
}

test("lines and counted messages may be mixed on one connection", () => {
  const { messages, error } = readText("<13>one\n7 <13>two<14>three\n8 <15>four9 <16>fi\nve");
  assert.deepEqual(messages, ["<13>one", "<13>two", "<14>three", "<15>four", "<16>fi\nve"]);
  assert.equal(error, undefined);
});

test("a line that begins with a number is a line", () => {
  assert.deepEqual(readText("2026 Mar  1 10:00:00 sw1\n123: x\n5 apples\n").messages, [
    "2026 Mar  1 10:00:00 sw1",
    "123: x",
    "5 apples",
  ]);
});

test("space, NUL and CR around a line are no part of it", () => {
  assert.deepEqual(readText("<13>a\r\n \0<14>b\0\n\n\n 7 <13>two\n").messages, ["<13>a", "<14>b", "<13>two"]);
});

test("the last line counts even without its end, and a short count is said", () => {
  assert.deepEqual(readText("<13>a\n<14>b"), { messages: ["<13>a", "<14>b"], error: undefined });
  const short = readText("20 <13>abc");
  assert.deepEqual(short.messages, ["<13>abc (cut)"]);
  assert.match(short.error!, /ended 13 bytes before the end/);
});

test("a long message is cut and the next one is read", () => {
  const long = `<13>${"x".repeat(100)}`;
  const kept = `${long.slice(0, 64)} (cut)`;
  assert.deepEqual(readText(`${long}\n<14>b\n`).messages, [kept, "<14>b"]);
  assert.deepEqual(readText(`104 ${long}<14>b\n`).messages, [kept, "<14>b"]);
});

test("a stream that cannot be read on says why", () => {
  assert.match(readText("257 <13>x").error!, /length 257 is above 256/);
  assert.match(readText(`<13>${"x".repeat(400)}`).error!, /no end of message within 256/);
});

/** The same rules on the whole stream at once, a regular expression per message. */
function oracle(text: string): Read {
  const messages: string[] = [];
  const push = (message: string, cut: boolean) => {
    const trimmed = message.replace(/[ \0\r\n]+$/, "");
    if (trimmed !== "") messages.push(trimmed + (cut ? " (cut)" : ""));
  };
  let rest = text;
  for (;;) {
    rest = rest.replace(/^[ \0\r\n]+/, "");
    if (rest === "") return { messages, error: undefined };
    const counted = /^([1-9]\d{0,9}) </.exec(rest);
    if (counted) {
      const length = Number(counted[1]);
      const body = rest.slice(counted[1]!.length + 1);
      if (length > limits.frame) return { messages, error: "length" };
      if (body.length < Math.min(length, limits.message)) {
        push(body, true);
        return { messages, error: "short" };
      }
      push(body.slice(0, Math.min(length, limits.message)), length > limits.message);
      rest = body.slice(length);
      continue;
    }
    const line = /^[^\n]*/.exec(rest)![0];
    push(line.slice(0, limits.message), line.length > limits.message);
    if (line.length - limits.message > limits.frame) return { messages, error: "end" };
    rest = rest.slice(line.length + 1);
  }
}

const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom("<", "1", "3", ">", "a", " ", "\n", "\r", "\0", "9"), maxLength: 30 }),
  fc.string({ unit: fc.constantFrom("a", "<", " "), minLength: 60, maxLength: 70 }),
  fc.string({ unit: fc.constantFrom("x", "7"), minLength: 200, maxLength: 360 }),
  fc
    .string({ unit: fc.constantFrom("a", "\n"), maxLength: 100 })
    .map((body) => `${body.length + 4} <13>${body}`),
  fc.integer({ min: 0, max: 99_999_999_999 }).map((length) => `${length} <13>abc`),
  fc.constant("<189>12: sw1: %SYS-5-CONFIG_I: x\n"),
);

function torn(stream: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(stream.subarray(at, at + size));
    at += size;
  }
  return [...parts, stream.subarray(at)];
}

test("however the stream is torn, the messages are those of a slow reader of the whole", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      fc.constantFrom(0, 30, 100),
      (pieces, cuts, room) => {
        const stream = Buffer.from(pieces.join(""), "latin1");
        const parts = torn(stream, cuts);
        const expected = oracle(stream.toString("latin1"));
        const found = read(parts, room);
        if (expected.error === undefined || expected.error === "short") {
          assert.deepEqual(found.messages, expected.messages);
        } else assert.deepEqual(found.messages.slice(0, expected.messages.length), expected.messages);
        assert.equal(found.error === undefined, expected.error === undefined, found.error);
      },
    ),
    { numRuns: 2000 },
  );
});
