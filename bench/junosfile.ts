import { seeded } from "./random.ts";
import type { GeneratedConfig, TrueSession } from "./truth.ts";

/** A Junos brace configuration of about `lines` lines with up to 64 analyzers, and decoys in strings and comments. */
export function junosBrace(lines: number): GeneratedConfig {
  const tree = estate(lines, 9);
  const head = ["## Last commit: 2026-11-24 02:00:00 UTC by ops", "version 22.2R3;"];
  const system = [
    "system {",
    "    host-name bench-junos;",
    "}",
    "/* forwarding-options { analyzer DECOY { output { interface ge-9/9/9.0; } } } */",
  ];
  const analyzers = [
    "forwarding-options {",
    "    analyzer {",
    ...tree.sessions.flatMap(braceAnalyzer),
    "    }",
    "}",
  ];
  const out = [head, system, ["interfaces {"], tree.ports.flatMap(bracePort), ["}"], analyzers].flat();
  return { text: `${out.join("\n")}\n`, sessions: tree.sessions };
}

/** The same estate as `display set` prints it. */
export function junosSet(lines: number): GeneratedConfig {
  const tree = estate(lines, 3);
  const head = ["set version 22.2R3", "set system host-name bench-junos"];
  const out = [head, tree.ports.flatMap(setPort), tree.sessions.flatMap(setAnalyzer)].flat();
  return { text: `${out.join("\n")}\n`, sessions: tree.sessions };
}

interface Port {
  readonly name: string;
  readonly description: string;
  readonly address: string;
}

function estate(lines: number, linesPerPort: number): { ports: Port[]; sessions: TrueSession[] } {
  const random = seeded(lines);
  const count = Math.max(4, Math.floor((lines - 700) / linesPerPort));
  const ports = Array.from({ length: count }, (_, index) => ({
    name: `ge-${Math.floor(index / 480)}/${Math.floor(index / 48) % 10}/${index % 48}`,
    description:
      index % 11 === 0 ? `analyzer X { output { interface ge-0/0/${index % 48}.0; } }` : `desk ${index}`,
    address: `10.${Math.floor(random() * 250)}.${Math.floor(random() * 250)}.1/24`,
  }));
  const sessions = Array.from({ length: Math.min(64, Math.floor(lines / 80)) }, (_, id) => ({
    name: `TAP-${id}`,
    mechanism: "analyzer",
    sources: [`ge-0/0/${id}.0 rx`, `ge-0/1/${id}.0 tx`],
    destinations: [`xe-1/0/${id}.0`],
  }));
  return { ports, sessions };
}

const bracePort = (port: Port) => [
  `    ${port.name} {`,
  `        description "${port.description}";`,
  "        unit 0 {",
  "            family inet {",
  `                address ${port.address};`,
  "            }",
  "        }",
  "    }",
  "",
];

const setPort = (port: Port) => [
  `set interfaces ${port.name} description "${port.description}"`,
  `set interfaces ${port.name} mtu 9192`,
  `set interfaces ${port.name} unit 0 family inet address ${port.address}`,
];

function braceAnalyzer(session: TrueSession): string[] {
  const [rx, tx] = session.sources.map((source) => source.split(" ")[0]);
  return [
    `        ${session.name} {`,
    "            input {",
    `                ingress { interface ${rx}; }`,
    `                egress { interface ${tx}; }`,
    "            }",
    `            output { interface ${session.destinations[0]}; }`,
    "        }",
  ];
}

function setAnalyzer(session: TrueSession): string[] {
  const [rx, tx] = session.sources.map((source) => source.split(" ")[0]);
  const head = `set forwarding-options analyzer ${session.name}`;
  return [
    `${head} input ingress interface ${rx}`,
    `${head} input egress interface ${tx}`,
    `${head} output interface ${session.destinations[0]}`,
  ];
}
