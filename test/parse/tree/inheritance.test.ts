import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isClaimed } from "./claim.ts";
import type { Levels } from "./estate.ts";
import { flattened } from "./flattened.ts";
import { type Applied, type Group, inheritedOf, type Model, wildcards } from "./inheritance.ts";
import { choosing, printBraces } from "./printer.ts";

const groupNames = ["G1", "G2", "G3"];
const port = fc.constantFrom("ge-0", "xe-0", "ae1");
const name = fc.constantFrom("A", "B", "cc");

/** A statement of the configuration or, with wildcards for keys, of a group. */
function statementOf(inGroup: boolean): fc.Arbitrary<Levels> {
  const key = (plain: fc.Arbitrary<string>) =>
    inGroup ? fc.oneof(plain, fc.constantFrom(...wildcards)) : plain;
  return fc.oneof(
    fc
      .tuple(key(name), port)
      .map(
        ([a, p]): Levels => [
          ["forwarding-options"],
          ["analyzer", a],
          ["input"],
          ["ingress"],
          ["interface", p],
        ],
      ),
    fc
      .tuple(key(name), port)
      .map(([a, p]): Levels => [["forwarding-options"], ["analyzer", a], ["output"], ["interface", p]]),
    fc
      .tuple(key(port), key(fc.constantFrom("0", "1")), name)
      .map(
        ([p, u, f]): Levels => [
          ["interfaces"],
          [p],
          ["unit", u],
          ["family", "inet"],
          ["filter"],
          ["input", f],
        ],
      ),
    fc
      .tuple(key(port), key(fc.constantFrom("0", "1")), name)
      .map(
        ([p, u, f]): Levels => [
          ["interfaces"],
          [p],
          ["unit", u],
          ["family", "inet"],
          ["filter"],
          ["input-list", f],
        ],
      ),
    fc
      .tuple(key(name), key(name))
      .map(
        ([f, t]): Levels => [
          ["firewall"],
          ["family", "inet"],
          ["filter", f],
          ["term", t],
          ["then"],
          ["port-mirror"],
        ],
      ),
  );
}

const bareObject: fc.Arbitrary<Levels> = fc
  .tuple(port, fc.constantFrom("0", "1"))
  .map(
    ([p, u]): Levels => [["interfaces"], [p], ["unit", u], ["family", "inet"], ["address", "192.0.2.1/24"]],
  );

interface Drawn {
  readonly levels: Levels;
  readonly group: string;
}

const placed = (statement: fc.Arbitrary<Levels>): fc.Arbitrary<Drawn> =>
  fc.tuple(statement, fc.nat(), fc.constantFrom(...groupNames)).map(([levels, depth, group]) => ({
    levels: levels.slice(0, depth % levels.length),
    group,
  }));

const drawnGroup = fc.record({
  lines: fc.array(statementOf(true), { maxLength: 4 }),
  applied: fc.array(placed(statementOf(true)), { maxLength: 1 }),
});
const drawn = fc.record({
  lines: fc.array(fc.oneof(statementOf(false), bareObject), { maxLength: 5 }),
  groups: fc.tuple(drawnGroup, drawnGroup, drawnGroup),
  applied: fc.array(placed(statementOf(false)), { minLength: 1, maxLength: 3 }),
  excepted: fc.array(placed(statementOf(false)), { maxLength: 1 }),
});
type Drawing = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

const isSingle = (path: string): boolean => / output interface \S+$| filter input \S+$/.test(path);

function statements({ lines, groups, applied, excepted }: Drawing): Levels[] {
  return [
    ...lines,
    ...groups.flatMap((group, at) => [
      ...group.lines.map((levels): Levels => [["groups"], [groupNames[at]!], ...levels]),
      ...group.applied.map(
        ({ levels, group: inner }): Levels => [
          ["groups"],
          [groupNames[at]!],
          ...levels,
          ["apply-groups", inner],
        ],
      ),
    ]),
    ...applied.map(({ levels, group }): Levels => [...levels, ["apply-groups", group]]),
    ...excepted.map(({ levels, group }): Levels => [...levels, ["apply-groups-except", group]]),
  ];
}

function modelOf({ lines, groups, applied, excepted }: Drawing): Model {
  const apply = (one: Drawn): Applied => ({ at: one.levels.flat(), group: one.group });
  return {
    lines: lines.map((levels) => levels.flat()),
    groups: new Map(
      groups.map((group, at): [string, Group] => [
        groupNames[at]!,
        { lines: group.lines.map((levels) => levels.flat()), applied: group.applied.map(apply) },
      ]),
    ),
    applied: applied.map(apply),
    excepted: excepted.map(apply),
  };
}

/** A model says nothing twice and holds one value where only one can be. */
function isPlain({ lines, groups, applied, excepted }: Drawing): boolean {
  const key = (levels: Levels): string => levels.flat().join(" ");
  const slot = (levels: Levels): string =>
    isSingle(key(levels)) ? levels.flat().slice(0, -1).join(" ") : key(levels);
  const unique = (all: readonly string[]): boolean => new Set(all).size === all.length;
  return (
    unique(lines.map(slot)) &&
    groups.every(
      (group) =>
        unique(group.lines.map(slot)) &&
        group.lines.every((levels) => levels.flat().filter((word) => word.startsWith("<")).length <= 2),
    ) &&
    unique(applied.map(({ levels, group }) => `${key(levels)} ${group}`)) &&
    excepted.every((one) => applied.every(({ levels }) => key(levels) !== key(one.levels)))
  );
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 400) };

test("groups give what an independent reading of the rules gives", () => {
  fc.assert(
    fc.property(drawn.filter(isPlain), fc.array(fc.nat(1000), { maxLength: 20 }), (drawing, numbers) => {
      const expected = [...inheritedOf(modelOf(drawing), isSingle)]
        .filter(([path]) =>
          isClaimed(
            path
              .split(" ")
              .map((word) => `\0${word}`)
              .join(""),
          ),
        )
        .map(([path, group]) => `${path} <${group ?? ""}>`)
        .sort();
      const all = statements(drawing);
      const brace = printBraces({ statements: all, inactive: [] }, choosing(numbers));
      assert.deepEqual(resolved(brace), expected, brace);
      const set = all.map((levels) => `set ${levels.flat().join(" ")}\n`).join("");
      assert.deepEqual(resolved(set), expected, set);
    }),
    runs,
  );
});

function resolved(text: string): string[] {
  return flattened(text)
    .lines.map(({ text: flat, inherited }) => `${flat} <${inherited ?? ""}>`)
    .sort();
}
