import fc from "fast-check";

/** A statement by its levels: `[["firewall"], ["family", "inet"], ["filter", "F"], …]`. Values stand without quotes. */
export type Levels = readonly (readonly string[])[];

/** A configuration by what it says, however that is printed. */
export interface Estate {
  readonly statements: readonly Levels[];
  /** Containers or statements that are deactivated. */
  readonly inactive: readonly Levels[];
}

const port = fc.constantFrom("ge-0/0/0", "ge-0/0/1", "xe-1/0/2", "ae1");
const unit = fc.constantFrom("0", "10");
const name = fc.constantFrom("A", "B", "input", "port-mirror", "two words", "semi;colon", 'quo"te', "then");
const family = fc.constantFrom("inet", "inet6", "ethernet-switching");

const analyzer = fc
  .tuple(fc.constantFrom("forwarding-options", "ethernet-switching-options"), name)
  .map(([hierarchy, key]): Levels => [[hierarchy], ["analyzer", key]]);
const analyzerPart: fc.Arbitrary<Levels> = fc.oneof(
  fc
    .tuple(fc.constantFrom("ingress", "egress"), port)
    .map(([side, at]) => [["input"], [side], ["interface", `${at}.0`]]),
  fc.constantFrom("1", "7").map((rate) => [["input"], ["rate", rate]]),
  port.map((at) => [["output"], ["interface", `${at}.0`]]),
  fc.constantFrom("v10", "v20").map((vlan) => [["output"], ["vlan", vlan], ["no-tag"]]),
);

const mirror: fc.Arbitrary<Levels> = fc
  .tuple(
    fc.option(name, { nil: undefined }),
    fc.constantFrom("inet", "inet6"),
    port,
    fc.constantFrom("192.0.2.1", "192.0.2.9"),
  )
  .map(([key, kind, at, hop]) => [
    ["forwarding-options"],
    ["port-mirroring"],
    ...(key === undefined ? [] : [["instance", key]]),
    ["family", kind],
    ["output"],
    ["interface", `${at}.0`],
    ["next-hop", hop],
  ]);

const action = fc.constantFrom(
  ["port-mirror"],
  ["count", "c"],
  ["accept"],
  ["port-mirror-instance", "A"],
  ["analyzer", "B"],
);
const term: fc.Arbitrary<Levels> = fc
  .tuple(family, name, name, action)
  .map(([kind, filter, key, then]) => [
    ["firewall"],
    ["family", kind],
    ["filter", filter],
    ["term", key],
    ["then"],
    then,
  ]);

const binding: fc.Arbitrary<Levels> = fc
  .tuple(port, unit, family, fc.constantFrom("input", "output", "input-list"), name)
  .map(([at, number, kind, side, filter]) => [
    ["interfaces"],
    [at],
    ["unit", number],
    ["family", kind],
    ["filter"],
    [side, filter],
  ]);

/** What no claim covers, or hides like one. */
const other: fc.Arbitrary<Levels> = fc.oneof(
  fc
    .tuple(port, unit)
    .map(
      ([at, number]): Levels => [
        ["interfaces"],
        [at],
        ["unit", number],
        ["family", "inet"],
        ["address", "192.0.2.1/24"],
      ],
    ),
  port.map((at): Levels => [["interfaces"], [at], ["description", 'analyzer X { output } " }']]),
  name.map((key): Levels => [["protocols"], ["bgp"], ["group", key], ["type", "external"]]),
  fc.constant<Levels>([["system"], ["host-name", "core1"]]),
  fc.constant<Levels>([
    ["firewall"],
    ["family", "inet"],
    ["filter", "A"],
    ["term", "B"],
    ["from"],
    ["protocol", "tcp"],
  ]),
);

export const claimed: fc.Arbitrary<Levels> = fc.oneof(
  fc.tuple(analyzer, analyzerPart).map(([head, part]) => [...head, ...part]),
  mirror,
  term,
  binding,
);
export const statement: fc.Arbitrary<Levels> = fc.oneof(
  { weight: 3, arbitrary: claimed },
  { weight: 1, arbitrary: other },
);

const placed = fc
  .tuple(fc.constantFrom(undefined, undefined, undefined, "logical-systems", "tenants"), statement)
  .map(
    ([container, levels]): Levels => (container === undefined ? levels : [[container], ["T1"], ...levels]),
  );

/** Configurations without groups, some of whose parts are deactivated. */
export const estate: fc.Arbitrary<Estate> = fc
  .tuple(
    fc.uniqueArray(placed, { maxLength: 14, selector: pathOf }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 2 }),
  )
  .map(([statements, cuts]) => ({
    statements: withoutRivals(statements),
    inactive: cuts.flatMap(([which, depth]) => {
      const levels = statements[which % Math.max(statements.length, 1)];
      return levels ? [levels.slice(0, 1 + (depth % levels.length))] : [];
    }),
  }));

export function pathOf(levels: Levels): string {
  return levels.flat().join("\u0000");
}

const single =
  /(output\0interface|output\0ip-address|\0rate|filter\0input|filter\0output|host-name|port-mirror-instance|then\0analyzer)\0[^\0]*$/;

/** A device holds one value where only one can be; the later of two statements stays. */
export function withoutRivals(statements: readonly Levels[]): Levels[] {
  const kept = new Map<string, Levels>();
  for (const levels of statements) {
    const path = pathOf(levels);
    const key = single.test(path) && !path.includes("port-mirroring") ? path.replace(/\0[^\0]*$/, "") : path;
    kept.set(key, levels);
  }
  return [...kept.values()];
}
