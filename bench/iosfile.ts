import { seeded } from "./random.ts";
import type { GeneratedConfig, TrueSession } from "./truth.ts";

/** An IOS running-config of about `lines` lines with up to 64 sessions, and decoys in every kind of free text. */
export function iosConfig(lines: number): GeneratedConfig {
  const random = seeded(lines);
  const out: string[] = [...header()];
  const sessions: TrueSession[] = [];
  const every = Math.max(40, Math.floor(lines / 64));
  for (let port = 1; out.length < lines - 400; port += 1) {
    out.push(...interfaceBlock(port, random));
    if (port % 97 === 0) out.push(...applet(port));
    if (port % 61 === 0) out.push(...accessList(port, random));
  }
  for (let id = 1; id <= 64 && id * every <= lines; id += 1) {
    const [text, truth] = id % 4 === 0 ? erspan(id) : span(id);
    out.push(...text);
    sessions.push(truth);
  }
  out.push("!", "end");
  return { text: `${out.join("\n")}\n`, sessions };
}

const header = () => [
  "! Last configuration change at 12:07:44 UTC Tue Nov 24 2026 by ops",
  "version 17.9",
  "service timestamps log datetime msec",
  "!",
  "hostname bench-ios",
  "!",
  "banner motd ^C",
  "monitor session 97 source interface Gi1/0/1",
  "monitor session 97 destination interface Gi1/0/2",
  "^C",
  "banner login #",
  "monitor session 99 source vlan 1 - 4094",
  "#",
  "!",
];

function interfaceBlock(port: number, random: () => number): string[] {
  const vlan = 2 + Math.floor(random() * 900);
  const description =
    port % 13 === 0
      ? `monitor session ${port} source interface Gi1/0/1`
      : `desk ${port}, patched to panel ${port % 48} in rack ${vlan}, owner facilities, ticket CHG-${port}`;
  return [
    `interface GigabitEthernet${1 + Math.floor(port / 4800)}/${Math.floor(port / 48) % 100}/${1 + (port % 48)}`,
    ` description ${description}`,
    ` switchport access vlan ${vlan}`,
    " switchport mode access",
    " ip access-group IN in",
    " spanning-tree portfast",
    "!",
  ];
}

const applet = (port: number) => [
  `event manager applet A${port}`,
  " event none",
  ' action 1.0 cli command "show version"',
  ` action 2.0 syslog msg "checked ${port}"`,
  "!",
];

function accessList(port: number, random: () => number): string[] {
  const entries = Array.from(
    { length: 12 },
    () => ` permit tcp any host 10.${port % 200}.0.${Math.floor(random() * 250)} eq 443`,
  );
  return [`ip access-list extended ACL${port}`, ` remark monitor session ${port}`, ...entries, "!"];
}

function span(id: number): [string[], TrueSession] {
  return [
    [
      `monitor session ${id} source interface Gi1/0/${id} - ${id + 2} , Te1/1/1 rx`,
      `monitor session ${id} filter vlan 10 , 20 - 30`,
      `monitor session ${id} destination interface Gi2/0/${id}`,
    ],
    {
      name: String(id),
      mechanism: "span",
      sources: [
        `GigabitEthernet1/0/${id} rx`,
        `GigabitEthernet1/0/${id + 1} rx`,
        `GigabitEthernet1/0/${id + 2} rx`,
        "TenGigabitEthernet1/1/1 rx",
      ],
      destinations: [`GigabitEthernet2/0/${id}`],
    },
  ];
}

function erspan(id: number): [string[], TrueSession] {
  return [
    [
      `monitor session ${id} type erspan-source`,
      " no shutdown",
      ` source interface Gi3/0/${id}`,
      " destination",
      `  erspan-id ${id}`,
      `  ip address 10.9.0.${id}`,
      "  origin ip address 10.1.1.1",
      "!",
    ],
    {
      name: String(id),
      mechanism: "erspan-source",
      sources: [`GigabitEthernet3/0/${id} both`],
      destinations: [`10.9.0.${id}`],
    },
  ];
}
