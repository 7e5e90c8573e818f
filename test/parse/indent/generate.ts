// Configs that hold everything a scanner can stumble over, and the damage that storage and terminals do to them.
import fc from "fast-check";

const name = fc.constantFrom("Gi1/0/1", "TenGigE0/0/0/0", "Ethernet1/1", "tunnel-ip1");
const statement = fc.constantFrom(
  "monitor session 1 source interface Gi1/0/1 rx",
  "mon ses 2 dest int gi1/0/2",
  "no monitor session 3",
  "monitor-session 1 ethernet",
  "monitor-session A ethernet direction rx-only",
  "switchport capture",
  "switchport monitor",
  "tunnel destination 10.0.0.1",
  "remote-span",
  "ip traffic-export apply P",
  "neighbor ipv4 10.0.0.1 pw-id 1",
);
const plain = fc.constantFrom(
  "description monitor session 1 source interface Gi1/0/1",
  "ip address 10.0.0.1 255.255.255.0",
  "remark monitor session 9",
  "switchport mode access",
  "no shutdown",
  "exit",
  "monitoring x",
  "limit-resource monitor-session minimum 0 maximum 2",
  "é monitor session 1",
);
const indented = (depth: number, text: string): string => `${" ".repeat(depth)}${text}`;

const flat = statement.map((text) => [text]);
const block = fc
  .record({
    head: fc.constantFrom(
      "monitor session 5 type erspan-source",
      "monitor-session B ethernet",
      "ip traffic-export profile P",
      "vlan access-map M 10",
    ),
    lines: fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.oneof(plain, statement, fc.constantFrom("destination", "source", "interface Gi0/0")),
      ),
      { maxLength: 5 },
    ),
  })
  .map(({ head, lines }) => [head, ...lines.map(([depth, text]) => indented(depth, text)), "!"]);
const mode = fc
  .record({
    head: fc.oneof(
      name.map((one) => `interface ${one}`),
      fc.constantFrom("vlan 10", "l2vpn", "router bgp 1"),
    ),
    lines: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.oneof(plain, statement, fc.constantFrom("p2p x", "l2transport")),
      ),
      { maxLength: 6 },
    ),
    closed: fc.boolean(),
  })
  .map(({ head, lines, closed }) => [
    head,
    ...lines.map(([depth, text]) => indented(depth, text)),
    ...(closed ? ["!"] : []),
  ]);
const banner = fc
  .record({
    open: fc.constantFrom("^C", "^CC", "\u0003", "#", "@", "x", "^ ", ""),
    kind: fc.constantFrom("motd", "login"),
    lines: fc.array(
      fc.oneof(
        statement,
        plain,
        fc.constantFrom(
          ...[
            "text",
            "# 1",
            "banner login #",
            "EOF",
            "hello ^C",
            "^C",
            "banner exec #",
            "macro name Z",
            "banner file x",
          ],
          ...["!", "line con 0", "router bgp 1", "hostname y"],
        ),
      ),
      {
        maxLength: 4,
      },
    ),
    close: fc.boolean(),
  })
  .map(({ open, kind, lines, close }) => [
    `banner ${kind} ${open}`,
    ...lines,
    ...(close ? [open.trim().slice(0, 2) || "EOF"] : []),
  ]);
const region = fc
  .record({
    open: fc.constantFrom(
      "macro name m",
      "route-policy P",
      " certificate self-signed 01",
      " certificate ca 01 nvram:x.cer",
      "scheduler job name J",
      "prefix-set S",
    ),
    lines: fc.array(
      fc.oneof(statement, plain, fc.constantFrom("  3082 0306", "pass", "interface Gi2", "!")),
      { maxLength: 3 },
    ),
    close: fc.constantFrom("@", "end-policy", "end-set", "end-job", "  \tquit", ""),
  })
  .map(({ open, lines, close }) => [open, ...lines, close]);
const applet = fc.constantFrom(
  [
    "event manager applet A",
    ' event cli pattern "show run.*" sync yes',
    ' action 1.0 cli command "mon ses 1 so int gi1"',
    ' action 2.0 syslog msg "hello"',
    "!",
  ],
  ["kron policy-list P", " cli monitor session 1 source vlan 5", "!"],
  ["alias exec x show monitor session all", "alias exec y monitor session 1"],
);
const noise = fc.constantFrom(
  ["*Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured from console"],
  ["RP/0/7/CPU0:Sep 12 18:21:05.964 : config[1]: %MGBL-CONFIG-6-DB_COMMIT : x"],
  ["% Invalid input detected at '^' marker."],
  ["", "   ", "! a comment", "  !"],
  ["Current configuration : 20 bytes", "10 permit any", "hostname x"],
  ["description end #", "description ^C", "alias exec x y ^C", "line vty 0 4"],
);

export const config = fc
  .array(fc.oneof(flat, block, mode, banner, region, applet, noise), { maxLength: 14 })
  .map((parts) => [...parts.flat(), "end", ""]);

/** What can happen to a text between the device and us. */
export const damage = fc.record({
  ending: fc.constantFrom("\n", "\r\n", "\r"),
  trailing: fc.constantFrom("", " ", "\t"),
  lost: fc.array(fc.nat(200), { maxLength: 2 }),
  shifted: fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 4 })), { maxLength: 3 }),
  tabbed: fc.boolean(),
  cut: fc.option(fc.nat(3000)),
});

export function damaged(
  lines: readonly string[],
  how: {
    readonly [K in keyof (typeof damage extends fc.Arbitrary<infer T>
      ? T
      : never)]: (typeof damage extends fc.Arbitrary<infer T> ? T : never)[K];
  },
): string {
  const kept = lines
    .filter((_, index) => !how.lost.includes(index))
    .map((line, index) => {
      const shift = how.shifted.find(([at]) => at === index);
      return shift ? indented(shift[1], line.trimStart()) : line;
    })
    .map((line) => (how.tabbed ? line.replace(/^ {2}/, "\t") : line) + how.trailing);
  const text = kept.join(how.ending);
  return how.cut === null ? text : text.slice(0, how.cut);
}
