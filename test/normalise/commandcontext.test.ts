import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Observation } from "../../src/model/observation.ts";
import {
  type CommandContext,
  candidateIdle,
  emptyContext,
  track,
} from "../../src/normalise/commandcontext.ts";
import { idle } from "../../src/normalise/memory.ts";
import { readMessages } from "../../src/normalise/notice.ts";
import { loadCatalog, packageFolder } from "../../src/parse/catalog.ts";
import { loadVocabulary } from "../../src/parse/syslog/vocabulary.ts";

const catalog = loadCatalog();
const vocabulary = loadVocabulary(catalog.profiles.values(), packageFolder);
const start = new Date("2026-03-01T10:00:00Z");

interface Seen {
  readonly state: CommandContext;
  readonly observations: readonly Observation[];
  readonly pulls: number;
}

/** Feeds a log, one message a second. */
function watch(log: string, os: string | null = null, from: CommandContext = emptyContext, at = start): Seen {
  let state = from;
  const observations: Observation[] = [];
  let pulls = 0;
  for (const [index, message] of readMessages(log, { now: at, vocabulary }).entries()) {
    const received = new Date(at.getTime() + index * 1000);
    const device = message.notice.device ?? "192.0.2.7";
    const tracked = track(state, message, { device, os, received, catalog, vocabulary });
    state = tracked.state;
    observations.push(...tracked.observations);
    if (tracked.wantsPull) pulls++;
  }
  return { state, observations, pulls };
}

const logged = (user: string, ...commands: readonly string[]) =>
  commands
    .map((command) => `<189>7: core1: %PARSER-5-CFGLOG_LOGGEDCMD: User:${user}  logged command:${command}\n`)
    .join("");
const accounted = (...commands: readonly string[]) =>
  commands
    .map(
      (command) =>
        `Sun Mar  1 09:59:58 2026\t192.0.2.7\tana\ttty3\t10.1.1.1\tstop\ttask_id=6\tservice=shell\tcmd=${command} <cr>\n`,
    )
    .join("");
const junos = (tag: string, text: string) => `<190>Mar  1 09:59:58 mx1 mgd[71]: ${tag}: User 'eve' ${text}\n`;

test("lines of a submode are put under the parents that the same user typed", () => {
  const { observations } = watch(
    logged(
      "eve",
      "monitor session 4 type erspan-source",
      "source interface Gi1/0/1 rx",
      "destination",
      "erspan-id 100",
      "ip address 203.0.113.66",
      "exit",
      "no shutdown",
    ),
  );
  const last = observations.at(-1)!;
  assert.equal(observations.length, 6);
  assert.deepEqual(
    [last.device, last.os, last.actor, last.effect, last.outcome, last.vantage, last.at],
    ["core1", "cisco-ios", "eve", "add", "applied", "syslog", "2026-03-01T10:00:06.000Z"],
  );
  assert.deepEqual(
    [last.session?.name, last.session?.mechanism, last.session?.reach, last.session?.state],
    ["4", "erspan-source", "address", "active"],
  );
  assert.deepEqual(last.session?.destinations, [{ kind: "address", address: "203.0.113.66", erspanId: 100 }]);
  assert.deepEqual(last.commands, [
    "monitor session 4 type erspan-source",
    "source interface Gi1/0/1 rx",
    "destination",
    "erspan-id 100",
    "ip address 203.0.113.66",
    "no shutdown",
  ]);
});

test("what another user or another device says in between changes no context", () => {
  const other = logged("bob", "interface Gi1/0/9", "destination", "ip address 192.0.2.1 255.255.255.0");
  const log =
    logged("eve", "monitor session 4 type erspan-source", "destination") +
    other +
    other.replaceAll("core1", "core2") +
    logged("eve", "ip address 203.0.113.66");
  const { observations } = watch(log);
  assert.deepEqual(new Set(observations.map(({ actor }) => actor)), new Set(["eve"]));
  assert.equal(observations.at(-1)?.session?.reach, "address");
});

test("a line that does not belong to a submode has left it, a look at something has not", () => {
  const session = ["monitor session 4 type erspan-source", "source interface Gi1/0/1", "no shutdown"];
  const effects = (...commands: readonly string[]) =>
    watch(logged("eve", ...session, ...commands))
      .observations.slice(3)
      .map(({ effect }) => effect);
  assert.deepEqual(effects("shutdown"), ["remove"]);
  assert.deepEqual(effects("show monitor session 4", "do show version", "shutdown"), ["remove"]);
  assert.deepEqual(effects("interface Gi1/0/9", "shutdown"), []);
  assert.deepEqual(effects("exit", "line vty 0 4", "shutdown"), []);
  assert.deepEqual(effects("router bgp 1", "shutdown"), []);
  assert.deepEqual(effects("end", "shutdown"), []);
});

test("lines of an interface stay below it, whatever stands between them", () => {
  const { observations } = watch(
    accounted(
      "interface TenGigE 0/0/0/0",
      "mtu 9000",
      "monitor-session TAP ethernet direction rx-only",
      "mtu 1500",
      "monitor-session TAP2 ethernet",
    ),
    "cisco-iosxr",
  );
  assert.deepEqual(
    observations.map(({ session }) => [session?.name, session?.sources[0]?.name]),
    [
      ["TAP", "TenGigE0/0/0/0"],
      ["TAP2", "TenGigE0/0/0/0"],
    ],
  );
});

test("a context that nobody touched for too long is forgotten", () => {
  const { state } = watch(logged("eve", "monitor session 4 type erspan-source", "destination"));
  const soon = watch(
    logged("eve", "ip address 203.0.113.66"),
    null,
    state,
    new Date(start.getTime() + idle / 2),
  );
  assert.equal(soon.observations.length, 1);
  const late = watch(
    logged("eve", "ip address 203.0.113.66"),
    null,
    state,
    new Date(start.getTime() + idle + 60_000),
  );
  assert.deepEqual(late.observations, []);
});

test("abbreviations are written out", () => {
  const [one] = watch(logged("eve", "mon sess 1 so int g1/0/1 - 2")).observations;
  assert.deepEqual(one?.session?.sources, [
    { kind: "interface", name: "GigabitEthernet1/0/1", direction: "both" },
    { kind: "interface", name: "GigabitEthernet1/0/2", direction: "both" },
  ]);
});

test("taking away is told apart from widening", () => {
  const effects = (command: string) =>
    watch(logged("eve", command)).observations.map(({ effect, session }) => [effect, session?.name]);
  assert.deepEqual(effects("no monitor session 1"), [["remove", "1"]]);
  assert.deepEqual(effects("no monitor session 1 source interface Gi1/0/1"), [["remove", "1"]]);
  assert.deepEqual(effects("no monitor session all"), [["remove", undefined]]);
  assert.deepEqual(effects("no interface Loopback7"), []);
  const [, , widened] = watch(
    logged(
      "eve",
      "monitor session 1 source interface Gi1/0/1",
      "monitor session 1 filter vlan 10",
      "no monitor session 1 filter vlan 10",
    ),
  ).observations;
  assert.deepEqual([widened?.effect, widened?.session?.filters], ["add", []]);
});

test("a whole session that goes is told as it was typed", () => {
  const { observations } = watch(
    logged("eve", "monitor session 4 type erspan-source", "source interface Gi1/0/1", "no monitor session 4"),
  );
  assert.deepEqual(
    [observations.at(-1)?.effect, observations.at(-1)?.session?.mechanism],
    ["remove", "erspan-source"],
  );
});

test("commands that copy nothing make no observation", () => {
  const { observations, pulls } = watch(
    logged(
      "eve",
      "interface Gi1/0/1",
      "description monitor session 1",
      "end",
      "show monitor session 1",
      "no logging host 192.0.2.1",
    ),
  );
  assert.deepEqual([observations, pulls], [[], 0]);
});

test("changes without text ask for a pull", () => {
  const log =
    "<189>7: core1: %SYS-5-CONFIG_I: Configured from console by eve on vty0 (10.1.1.1)\n<189>7: core1: %BUFCAP-6-ENABLE: Capture Point p1 enabled.\n<189>7: core1: %SYS-5-RESTART: x\n";
  assert.equal(watch(log).pulls, 2);
});

test("the address of a user's login is told with the commands that name none", () => {
  const login =
    "<189>7: core1: %SEC_LOGIN-5-LOGIN_SUCCESS: Login Success [user: eve] [Source: 10.1.1.1] [localport: 22] at 09:59:00 UTC Sun Mar 1 2026\n";
  const [one] = watch(login + logged("eve", "monitor session 1 source interface Gi1/0/1")).observations;
  assert.equal(one?.from, "10.1.1.1");
  const [other] = watch(login + logged("bob", "monitor session 1 source interface Gi1/0/1")).observations;
  assert.equal(other?.from, undefined);
});

test("accounting of a device that the inventory does not know is read by the grammar that reads it", () => {
  const ios = watch(
    accounted(
      "configure terminal",
      "monitor session 1 type erspan-source",
      "destination",
      "ip address 203.0.113.66",
    ),
  );
  assert.deepEqual(
    [ios.observations.at(-1)?.os, ios.observations.at(-1)?.session?.reach],
    ["cisco-ios", "address"],
  );
  const xr = watch(accounted("interface TenGigE 0/0/0/0", "monitor-session TAP ethernet direction rx-only"));
  assert.deepEqual(
    [xr.observations.at(-1)?.os, xr.observations.at(-1)?.session?.name],
    ["cisco-iosxr", "TAP"],
  );
  assert.equal(xr.observations.at(-1)?.vantage, "accounting");
});

test("the inventory's os decides where it is known", () => {
  const [one] = watch(
    accounted("monitor session 1 source interface Ethernet 1/1 rx"),
    "cisco-nxos",
  ).observations;
  assert.equal(one?.os, "cisco-nxos");
});

test("NX-OS tells the whole path, and a refused command is a failed try that changes no context", () => {
  const message = (text: string) =>
    `<190>: 2026 Mar  1 09:59:58 UTC: %AAA-6-AAA_ACCOUNTING_MESSAGE: update:10.1.1.1@pts/0:eve:${text}\n`;
  const { observations } = watch(
    message(
      "configure terminal ; monitor session 1 type erspan-source ; destination ip 203.0.113.66 (SUCCESS)",
    ) +
      message(
        "configure terminal ; monitor session 2 type erspan-source ; destination ip 203.0.113.67 (FAILURE)",
      ),
  );
  assert.deepEqual(
    observations.map(({ outcome, session, from }) => [
      outcome,
      session?.name,
      session?.destinations[0]?.address,
      from,
    ]),
    [
      ["applied", "1", "203.0.113.66", "10.1.1.1"],
      ["failed", "2", "203.0.113.67", "10.1.1.1"],
    ],
  );
});

const analyzer =
  junos("UI_CFG_AUDIT_OTHER", "set: [forwarding-options analyzer TAP input ingress interface ge-0/0/1.0]") +
  junos(
    "UI_CFG_AUDIT_SET",
    'set: [forwarding-options analyzer TAP output ip-address] unconfigured -- "203.0.113.66"',
  );
const commit = junos("UI_COMMIT", "requested 'commit' operation (comment: none)");

test("Junos changes are candidates until the device commits, whoever does", () => {
  const { observations } = watch(analyzer + commit.replace("eve", "bob") + commit);
  assert.deepEqual(
    observations.map(({ outcome, actor }) => [outcome, actor]),
    [
      ["candidate", "eve"],
      ["candidate", "eve"],
      ["applied", "eve"],
    ],
  );
  const last = observations.at(-1)!;
  assert.deepEqual(
    [last.session?.name, last.session?.reach, last.session?.sources[0]?.name],
    ["TAP", "address", "ge-0/0/1.0"],
  );
});

test("a check commits nothing, a rollback drops what waits, and another device's commit does not matter", () => {
  const check = junos("UI_COMMIT", "requested 'commit check' operation (comment: none)");
  const rollback = junos("UI_LOAD_EVENT", "is performing a 'rollback'");
  const applied = (log: string) =>
    watch(log).observations.filter(({ outcome }) => outcome === "applied").length;
  assert.equal(applied(analyzer + check), 0);
  assert.equal(applied(analyzer + rollback + commit), 0);
  assert.equal(applied(analyzer + commit.replace("mx1", "mx2")), 0);
  assert.equal(applied(analyzer + commit), 1);
});

test("a candidate may wait for hours, and is forgotten after a day", () => {
  const later = (milliseconds: number) => {
    const { state } = watch(analyzer);
    return watch(commit, null, state, new Date(start.getTime() + milliseconds)).observations.length;
  };
  assert.equal(later(candidateIdle / 2), 1);
  assert.equal(later(candidateIdle * 2), 0);
});

test("what is typed below an `edit` is relative to it", () => {
  const typed = (...commands: readonly string[]) =>
    commands
      .map((command) => junos("UI_CMDLINE_READ_LINE", `, command '${command} '`).replace(" ,", ","))
      .join("");
  const last = (...commands: readonly string[]) =>
    watch(typed(...commands))
      .observations.at(-1)
      ?.commands.at(-1);
  assert.equal(
    last("edit forwarding-options", "edit analyzer TAP", "set output ip-address 203.0.113.66"),
    "set forwarding-options analyzer TAP output ip-address 203.0.113.66",
  );
  assert.equal(
    last("edit forwarding-options analyzer X", "up 1", "set TAP output ip-address 203.0.113.66"),
    "set forwarding-options analyzer TAP output ip-address 203.0.113.66",
  );
  assert.equal(
    last("edit interfaces", "top set forwarding-options analyzer TAP output ip-address 203.0.113.66"),
    "set forwarding-options analyzer TAP output ip-address 203.0.113.66",
  );
  assert.equal(
    last(
      "edit forwarding-options",
      "edit analyzer TAP",
      "exit",
      "set analyzer T2 output ip-address 203.0.113.66",
    ),
    "set forwarding-options analyzer T2 output ip-address 203.0.113.66",
  );
  assert.equal(
    last("edit forwarding-options analyzer TAP", "exit", "set output ip-address 203.0.113.66"),
    undefined,
  );
});

test("Junos deletions take away, and a group counts as applied", () => {
  const [gone] = watch(
    junos("UI_CFG_AUDIT_OTHER", "delete: [forwarding-options analyzer TAP] "),
  ).observations;
  assert.deepEqual([gone?.effect, gone?.session?.name, gone?.outcome], ["remove", "TAP", "candidate"]);
  const [grouped] = watch(
    junos(
      "UI_CFG_AUDIT_OTHER",
      "set: [groups G forwarding-options analyzer TAP input ingress interface ge-0/0/1.0]",
    ),
  ).observations;
  assert.equal(grouped?.session?.name, "TAP");
});

test("the state stays bounded and unchanged by reading, whatever is fed", () => {
  const word = fc.constantFrom(
    "monitor session 1 source interface Gi1/0/1",
    "monitor session 4 type erspan-source",
    "destination",
    "exit",
    "end",
    "interface Gi1/0/1",
    "x".repeat(5000),
    "no",
    "",
    "monitor session 1-3,5",
    "ip traffic-export profile P",
  );
  const users = fc.integer({ min: 0, max: 3000 });
  let state = emptyContext;
  fc.assert(
    fc.property(users, fc.array(word, { maxLength: 6 }), (user, commands) => {
      const before = state;
      const frozen = JSON.stringify([...before.blocks].slice(0, 3));
      state = watch(logged(`u${user}`, ...commands), null, state).state;
      assert.equal(JSON.stringify([...before.blocks].slice(0, 3)), frozen);
      assert.ok(state.blocks.size <= 1000 && state.pending.size <= 1000 && state.origins.size <= 1000);
    }),
    { numRuns: 300 },
  );
});

test("a mirror command that no grammar reads is told as it was typed, never passed over", () => {
  const typed = watch(logged("eve", "monitor session 77 type newfangled", "interface GigabitEthernet1/0/1"));
  assert.deepEqual(
    typed.observations.map(({ session, commands, effect, actor }) => ({ session, commands, effect, actor })),
    [{ session: undefined, commands: ["monitor session 77 type newfangled"], effect: "add", actor: "eve" }],
  );
  const audited = watch(
    junos(
      "UI_CFG_AUDIT_SET",
      'set: [forwarding-options analyzer XX output interfaze] unconfigured -- "ge-0/0/22.0"',
    ),
    "juniper-junos",
  );
  assert.deepEqual(
    audited.observations.map(({ session, commands }) => ({ session, commands })),
    [{ session: undefined, commands: ["set forwarding-options analyzer XX output interfaze ge-0/0/22.0"] }],
  );
});

test("a command that one operating system reads is no riddle because another cannot read it", () => {
  const { observations } = watch(accounted("monitor session S1 source Ethernet3 rx"));
  assert.deepEqual(
    observations.map(({ os, session }) => [os, session?.name]),
    [["arista-eos", "S1"]],
  );
});

test("a session that bears the name of a secret's keyword is read and told, and a real secret is not", () => {
  const { observations } = watch(
    accounted("monitor session password source Ethernet5") +
      logged("q", "monitor capture key interface Gi2 both"),
  );
  assert.deepEqual(
    observations.map(({ session, commands }) => [session?.name, commands]),
    [
      ["password", ["monitor session password source Ethernet5"]],
      ["key", ["monitor capture key interface Gi2 both"]],
    ],
  );
  const unread = watch(logged("q", "monitor session 13 source interface Gi1/0/1 password hunter2"));
  assert.equal(unread.observations.length, 1);
  assert.doesNotMatch(JSON.stringify(unread.observations), /hunter2/);
});

test("a flood of other lines does not push out the parents of a mirror session", () => {
  const opened = watch(logged("eve", "monitor session 40 type erspan-source"));
  const flood = Array.from({ length: 1_100 }, (_, index) => logged(`user${index}`, "interface Vlan1")).join(
    "",
  );
  const flooded = watch(flood, null, opened.state);
  const { observations } = watch(
    logged("eve", "destination", "ip address 203.0.113.40"),
    null,
    flooded.state,
  );
  assert.equal(observations.at(-1)?.session?.destinations[0]?.address, "203.0.113.40");
});

test("more waiting changes than can be kept are told as in force, not forgotten", () => {
  const lines = Array.from({ length: 203 }, (_, index) =>
    junos(
      "UI_CFG_AUDIT_SET",
      `set: [forwarding-options analyzer A${index} output interface] unconfigured -- "ge-0/0/1.0"`,
    ),
  ).join("");
  const { observations } = watch(lines, "juniper-junos");
  const applied = observations.filter(({ outcome }) => outcome === "applied");
  assert.deepEqual(
    applied.map(({ session }) => session?.name),
    ["A0", "A1", "A2"],
  );
});
