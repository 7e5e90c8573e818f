import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { zoneOffset } from "../../../src/parse/syslog/zone.ts";
import { messageTime, parseMessage } from "../../../src/syslogparser.ts";

const printable = (max: number) =>
  fc
    .stringMatching(/^[!-~]+$/)
    .map((text) => text.slice(0, max))
    .filter((text) => text !== "-" && text !== "");
const sdName = fc.stringMatching(/^[A-Za-z0-9@._-]{1,32}$/);
const value = fc.string({ unit: "grapheme", maxLength: 60 });
const element = fc.record(
  { id: sdName, params: fc.array(fc.tuple(sdName, value), { maxLength: 4 }) },
  { noNullPrototype: true },
);

function escaped(text: string): string {
  return text.replace(/["\\\]]/g, "\\$&");
}

test("RFC 5424 is read back as it was written, structured data and escapes included", () => {
  const message = fc.record({
    priority: fc.integer({ min: 0, max: 191 }),
    time: fc.date({ min: new Date("1971-01-01"), max: new Date("2098-01-01"), noInvalidDate: true }),
    host: printable(60),
    app: printable(48),
    process: printable(60),
    id: printable(32).filter((id) => !id.startsWith("%")),
    data: fc.array(element, { minLength: 1, maxLength: 3 }),
    text: fc.stringMatching(/^[a-z ]{0,40}$/).map((text) => text.trim()),
  });
  fc.assert(
    fc.property(message, ({ priority, time, host, app, process, id, data, text }) => {
      const written = data
        .map((one) => `[${one.id}${one.params.map(([name, is]) => ` ${name}="${escaped(is)}"`).join("")}]`)
        .join("");
      const header = parseMessage(
        `<${priority}>1 ${time.toISOString()} ${host} ${app} ${process} ${id} ${written} ${text}`,
      );
      assert.equal(header.format, "rfc5424");
      assert.deepEqual([header.facility, header.severity], [priority >> 3, priority & 7]);
      const ownHost = host === "0.0.0.0" || host === "::" ? null : host;
      assert.deepEqual([header.host, header.app, header.process, header.tag], [ownHost, app, process, id]);
      assert.deepEqual(header.structured, data);
      assert.equal(header.text, text);
      assert.equal(messageTime(header, new Date()), time.toISOString());
    }),
  );
});

test("any text and any bytes give a header, and nothing of the text after the header is lost", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          "<189>",
          "1 ",
          "123: ",
          "Mar  1 ",
          "10:00:00",
          ".",
          "*",
          ": ",
          "%SYS-5-",
          "CONFIG_I",
          "RP/0/0/CPU0:",
          "[",
          "]",
          '"',
          "\\",
          "a=",
          "::",
          "2023 ",
          "-",
          " ",
          "UTC",
          "host ",
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const header = parseMessage(text);
      assert.ok(text.endsWith(header.text));
      assert.ok(header.host === null || !/^\d+$/.test(header.host) || header.format === "rfc5424");
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void parseMessage(bytes)));
});

test("a message of hundreds of kilobytes is read as a short one is", () => {
  const unit = ["a", " ", "[", "1: ", "%A-5-", "::", 'x="\\', "Mar 1 10:00:00 ", "<1>", "A_"];
  for (const one of unit)
    for (const head of ["", "<1>1 2026-01-01T00:00:00Z h a p i ", "<1>Mar  1 10:00:00 ", "<1>1: "]) {
      const long = head + one.repeat(300_000 / one.length);
      assert.ok(long.endsWith(parseMessage(long).text));
    }
});

test("an offset in a stamp is taken off exactly once", () => {
  const zone = fc.record({
    sign: fc.constantFrom("+", "-"),
    hours: fc.integer({ min: 0, max: 13 }),
    half: fc.constantFrom("", ":30"),
  });
  fc.assert(
    fc.property(zone, ({ sign, hours, half }) => {
      const minutes = (sign === "+" ? 1 : -1) * (hours * 60 + (half ? 30 : 0)) + 0;
      assert.equal(zoneOffset(`UTC${sign}${hours}${half}`), minutes);
      const header = parseMessage(`Jul 14 2023 12:00:00 UTC${sign}${hours}${half}: %A-5-B: x`);
      const expected = new Date(Date.UTC(2023, 6, 14, 12) - minutes * 60_000).toISOString();
      assert.equal(messageTime(header, new Date()), expected);
    }),
  );
});
