import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MirrorSession } from "../../src/model/session.ts";
import { sessionsOf } from "../support/setlines.ts";

const family = fc.constantFrom("inet", "inet6", "bridge", "any");
const number = fc.integer({ min: 0, max: 4 });
const instance = number.map((n) => `PM${n}`);
const filter = number.map((n) => `FILTER-${n}`);
const group = number.map((n) => `GROUP${n}`);
const port = fc.tuple(number, number).map(([slot, n]) => `xe-${slot}/0/${n}`);
const side = fc.constantFrom("input", "output", "input-list", "output-chain");

const line = fc.oneof(
  fc
    .tuple(instance, fc.constantFrom("inet", "inet6", "vpls", "any"), port)
    .map(
      ([i, f, p]) => `forwarding-options port-mirroring instance ${i} family ${f} output interface ${p}.0`,
    ),
  fc
    .tuple(instance, group)
    .map(
      ([i, g]) => `forwarding-options port-mirroring instance ${i} family inet output next-hop-group ${g}`,
    ),
  fc
    .tuple(group, port, number)
    .map(([g, p, n]) => `forwarding-options next-hop-group ${g} interface ${p}.1 next-hop 192.0.2.${n}`),
  fc.tuple(port).map(([p]) => `forwarding-options port-mirroring family inet output interface ${p}.0`),
  fc
    .tuple(family, filter, number, instance)
    .map(([f, x, t, i]) => `firewall family ${f} filter ${x} term t${t} then port-mirror-instance ${i}`),
  fc.tuple(filter, number).map(([x, t]) => `firewall family inet filter ${x} term t${t} then port-mirror`),
  fc.tuple(filter, group).map(([x, g]) => `firewall filter ${x} term g then next-hop-group ${g}`),
  fc.tuple(family, filter, filter).map(([f, x, y]) => `firewall family ${f} filter ${x} term n filter ${y}`),
  fc
    .tuple(port, number, family, side, filter)
    .map(([p, u, f, s, x]) => `interfaces ${p} unit ${u} family ${f} filter ${s} ${x}`),
  fc.tuple(number, instance).map(([n, i]) => `chassis fpc ${n} port-mirror-instance ${i}`),
  fc.tuple(port, instance).map(([p, i]) => `interfaces ${p} port-mirror-instance ${i}`),
  fc.tuple(filter).map(([x]) => `forwarding-options family inet filter input ${x}`),
  port.map((p) => `forwarding-options analyzer PM1 input ingress interface ${p}.0`),
);
const config = fc.uniqueArray(
  fc.tuple(fc.boolean(), line).map(([dead, text]) => (dead ? `inactive: ${text}` : text)),
  {
    selector: (text) => text.replace("inactive: ", ""),
    maxLength: 40,
  },
);

/** What a session means: everything but the lines that say it. */
function meaning(sessions: readonly MirrorSession[]): unknown {
  return sessions.map(({ lines: _, ...session }) => session);
}

test("the order of lines changes nothing", () => {
  fc.assert(
    fc.property(
      config.chain((lines) =>
        fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
      ),
      ([lines, shuffled]) => assert.deepEqual(meaning(sessionsOf(shuffled)), meaning(sessionsOf(lines))),
    ),
    { numRuns: 200 },
  );
});

test("every line is found in the session that it is said of, and each session has lines", () => {
  fc.assert(
    fc.property(config, (lines) => {
      for (const session of sessionsOf(lines)) {
        assert.ok(session.lines.length > 0);
        assert.ok(session.lines.every((number) => number >= 1 && number <= lines.length));
        const defines = (text: string) =>
          text.startsWith(`forwarding-options port-mirroring instance ${session.name} `) &&
          session.mechanism === "port-mirroring";
        for (const [index, text] of lines.entries())
          if (defines(text)) assert.ok(session.lines.includes(index + 1), text);
      }
    }),
    { numRuns: 200 },
  );
});

test("another name of a filter changes nothing but that name", () => {
  const rename = (text: string) => text.replaceAll("FILTER-1", "FILTER-1x");
  fc.assert(
    fc.property(config, (lines) => {
      const before = sessionsOf(lines).map(({ fingerprint: _, ...session }) => session);
      const after = sessionsOf(lines.map(rename)).map(({ fingerprint: _, ...session }) => session);
      assert.deepEqual(after, JSON.parse(rename(JSON.stringify(before))));
    }),
    { numRuns: 200 },
  );
});

test("a line that is said twice is said once", () => {
  fc.assert(
    fc.property(config, (lines) => {
      assert.deepEqual(meaning(sessionsOf([...lines, ...lines])), meaning(sessionsOf(lines)));
    }),
    { numRuns: 200 },
  );
});

test("a switched-off line beside the same line in force changes nothing", () => {
  const live = fc.array(line, { maxLength: 20 });
  fc.assert(
    fc.property(live, (lines) => {
      const whole = [...lines, ...lines.map((text) => `inactive: ${text}`)];
      assert.deepEqual(meaning(sessionsOf(whole)), meaning(sessionsOf(lines)));
    }),
    { numRuns: 200 },
  );
});
