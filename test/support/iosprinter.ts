/** A session as somebody means it, before anybody types it. */
export interface MeantSession {
  readonly name: number;
  readonly type: "flat" | "erspan-source" | "erspan-destination";
  readonly ports: readonly MeantPort[];
  readonly vlans: readonly number[];
  readonly collector: { readonly address: string; readonly erspanId: number; readonly vrf: string };
  readonly destination: string;
  readonly filter: readonly number[];
}

export interface MeantPort {
  readonly slot: number;
  readonly port: number;
  readonly direction: "rx" | "tx" | "both";
}

/** Answers from a tape of numbers: the same tape types the same text. */
export interface Typist {
  choose<T>(options: readonly T[]): T;
  order<T>(items: readonly T[]): T[];
}

export function typist(tape: readonly number[]): Typist {
  let at = 0;
  const next = () => tape[at++ % Math.max(1, tape.length)] ?? 0;
  return {
    choose: (options) => options[next() % options.length]!,
    order: (items) => {
      const left = [...items];
      return items.map(() => left.splice(next() % left.length, 1)[0]!);
    },
  };
}

/** The session as lines of a config: lists split and joined, keywords cut, lines in any order the device would take. */
export function typeSession(session: MeantSession, { choose, order }: Typist): string[] {
  const tools = { choose, order };
  const head = `${monitor(tools)} ${session.name}`;
  const sources = [...portLines(session.ports, tools), ...vlanLines(session.vlans, tools)];
  const filters =
    session.filter.length > 0 ? listLines(session.filter, tools).map((list) => `filter vlan ${list}`) : [];
  if (session.type === "flat") {
    const destination = `${choose(["destination", "dest", "DESTINATION"])} ${choose(["interface", "int"])} ${session.destination}`;
    return order([...sources, destination, ...filters]).map((line) => `${head} ${line}`);
  }
  return [`${head} ${choose(["type", "ty"])} ${session.type}`, ...block(session, sources, filters, tools)];
}

function block(
  session: MeantSession,
  sources: readonly string[],
  filters: readonly string[],
  tools: Typist,
): string[] {
  const { address, erspanId, vrf } = session.collector;
  const far = tools.order([
    `erspan-id ${erspanId}`,
    `ip ${tools.choose(["address", "add"])} ${address}`,
    `vrf ${vrf}`,
  ]);
  const sends = session.type === "erspan-source";
  const opener = sends ? tools.choose(["destination", "dest"]) : tools.choose(["source", "so"]);
  const children = [
    ...(sends ? [...sources, ...filters] : [`destination interface ${session.destination}`]).map((line) => [
      ` ${line}`,
    ]),
    [` ${tools.choose(["no shutdown", "no shut"])}`],
    [` ${opener}`, ...far.map((line) => `  ${line}`)],
  ];
  return tools.order(children).flat();
}

function monitor({ choose }: Typist): string {
  return choose(["monitor session", "mon sess", "Monitor Session", "moni session"]);
}

/** Ports of one direction on lines of their own; neighbours as a range or one by one. */
function portLines(ports: readonly MeantPort[], tools: Typist): string[] {
  const { choose, order } = tools;
  return (["rx", "tx", "both"] as const).flatMap((direction) => {
    const names = runs(
      ports.filter((one) => one.direction === direction),
      tools,
    );
    const word = direction === "both" ? choose(["", " both"]) : ` ${direction}`;
    return chunks(order(names), tools).map(
      (list) =>
        `${choose(["source", "so", "SOURCE"])} ${choose(["interface", "int"])} ${list.join(comma(tools))}${word}`,
    );
  });
}

function runs(ports: readonly MeantPort[], { choose }: Typist): string[] {
  const sorted = [...ports].sort((a, b) => a.slot - b.slot || a.port - b.port);
  const names: string[] = [];
  for (let at = 0; at < sorted.length; at += 1) {
    const first = sorted[at]!;
    const joins = (one: MeantPort | undefined) =>
      one?.slot === first.slot && one.port === sorted[at]!.port + 1;
    const name = `${choose(["Gi", "GigabitEthernet", "gi", "Gig "])}1/${first.slot}/${first.port}`;
    if (choose([true, false])) while (joins(sorted[at + 1])) at += 1;
    const last = sorted[at]!;
    names.push(last === first ? name : `${name}${choose([" - ", "-"])}${last.port}`);
  }
  return names;
}

function vlanLines(vlans: readonly number[], tools: Typist): string[] {
  return listLines(vlans, tools).map((list) => `source vlan ${list} rx`);
}

function listLines(numbers: readonly number[], tools: Typist): string[] {
  return chunks(tools.order(numbers).map(String), tools).map((list) => list.join(comma(tools)));
}

function comma({ choose }: Typist): string {
  return choose([" , ", ",", ", "]);
}

function chunks<T>(items: readonly T[], { choose }: Typist): T[][] {
  const lists: T[][] = [];
  for (const item of items) {
    const last = lists.at(-1);
    if (last === undefined || choose([true, false])) lists.push([item]);
    else last.push(item);
  }
  return lists;
}
