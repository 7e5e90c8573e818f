import fc from "fast-check";

/** What a session is, before it is printed in one of the ways of a device. */
export interface Printed {
  readonly name: number;
  readonly rx: readonly number[];
  readonly tx: readonly number[];
  readonly both: readonly number[];
  readonly destinations: readonly number[];
}

const ports = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });

/** A port stands in one direction only, as a device would print it. */
export const printed: fc.Arbitrary<Printed> = fc
  .record({ name: fc.integer({ min: 1, max: 66 }), ports, cut: fc.tuple(fc.nat(30), fc.nat(30)) })
  .map(({ name, ports: all, cut }) => {
    const [first, second] = cut.toSorted((a, b) => a - b) as [number, number];
    return {
      name,
      rx: all.slice(0, first),
      tx: all.slice(first, second),
      both: all.slice(second),
      destinations: [48],
    };
  });

/** Layout that means nothing: padding, how deep rows stand, line lengths, blank lines, what else is printed. */
export interface Layout {
  readonly padding: number;
  readonly indent: number;
  readonly width: number;
  readonly dashes: number;
  readonly blanks: boolean;
  readonly none: boolean;
  readonly noise: string;
}

export const layout: fc.Arbitrary<Layout> = fc.record({
  padding: fc.constantFrom(0, 1, 8, 24),
  indent: fc.constantFrom(0, 2, 4, 5),
  width: fc.constantFrom(40, 60, 300),
  dashes: fc.constantFrom(0, 9, 10),
  blanks: fc.boolean(),
  none: fc.boolean(),
  noise: fc.constantFrom("", "%SYS-5-CONFIG_I: Configured from console by jdoe on vty0 (10.0.0.9)\n"),
});

/** The session as IOS prints it. */
export function printedAsIos(session: Printed, how: Layout): string {
  const row = (label: string, numbers: readonly number[]) =>
    numbers.length === 0 && !how.none ? "" : listed(label, numbers, how);
  return [
    `Session ${session.name}\n`,
    how.dashes > 0 ? `${"-".repeat(how.dashes)}\n` : "",
    labelled("Type", "Local Session", { ...how, indent: 0 }),
    labelled("Source Ports", "", { ...how, indent: 0 }),
    how.blanks ? "\n" : "",
    row("RX Only", session.rx),
    how.noise,
    row("TX Only", session.tx),
    row("Both", session.both),
    listed("Destination Ports", session.destinations, { ...how, indent: 0 }),
    labelled("Encapsulation", "Native", how),
    labelled("Ingress", "Disabled", how),
    how.blanks ? "\n\n" : "",
  ].join("");
}

function labelled(label: string, value: string, { padding, indent }: Layout): string {
  return `${" ".repeat(indent)}${label.padEnd(padding)} : ${value}`.trimEnd().concat("\n");
}

/** A list goes on in the next line, under its beginning, where it is too long for the terminal. */
function listed(label: string, numbers: readonly number[], how: Layout): string {
  const head = `${" ".repeat(how.indent)}${label.padEnd(how.padding)} : `;
  const lines: string[] = [];
  let line = head;
  for (const [at, name] of (numbers.length === 0
    ? ["None"]
    : numbers.map((number) => `Gi1/0/${number}`)
  ).entries()) {
    const comma = at === numbers.length - 1 || numbers.length === 0 ? "" : ",";
    if (line.length > head.length && line.length + name.length > how.width) {
      lines.push(line);
      line = " ".repeat(head.length);
    }
    line += name + comma;
  }
  return `${[...lines, line].join("\n")}\n`;
}
