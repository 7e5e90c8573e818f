import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened } from "./flattened.ts";

function indicators(text: string): string[] {
  return flattened(text).indicators.map(({ kind, line, text: shown }) => `${kind} ${line} ${shown}`);
}

test("a part that is left out where mirroring could stand is a blind spot, and the text is not whole", () => {
  const text =
    "version 22.2R3;\nsystem {\n    login { /* OMITTED */ };\n}\nfirewall {\n    family inet { /* OMITTED */ };\n}\ngroups {\n    G { /* OMITTED */ }\n}\n";
  assert.deepEqual(indicators(text), ["blind 6 firewall family inet OMITTED", "blind 9 groups G OMITTED"]);
  assert.match(flattened(text).completeness, /left out/);
  assert.deepEqual(indicators("system {\n    radius-server { /* OMITTED */ };\n}\n"), []);
});

test("what the login may not see and what a depth cuts off are blind spots", () => {
  assert.deepEqual(
    indicators("forwarding-options {\n    /* ACCESS-DENIED */\n}\ninterfaces {\n    ge-0/0/1 { ... }\n}\n"),
    ["blind 2 forwarding-options ACCESS-DENIED", "blind 5 interfaces ge-0/0/1 ..."],
  );
});

test("a flag that hides a part is told where it is seen, and hides nothing there", () => {
  const text =
    "set version 22.2R3\nset forwarding-options apply-flags omit\nset forwarding-options analyzer A output vlan v1\n";
  assert.deepEqual(indicators(text), ["blind 2 forwarding-options apply-flags omit"]);
  assert.equal(flattened(text).complete, true);
});

test("an ephemeral database and transient changes are blind spots", () => {
  const brace =
    "system {\n    configuration-database {\n        ephemeral {\n            instance I;\n        }\n    }\n    scripts {\n        commit {\n            allow-transients;\n            file a.slax;\n        }\n    }\n}\n";
  assert.deepEqual(indicators(brace), [
    "blind 4 system configuration-database ephemeral",
    "blind 9 system scripts commit allow-transients",
    "automation 10 system scripts commit file a.slax",
  ]);
  assert.deepEqual(
    indicators("set system configuration-database ephemeral\ndeactivate system configuration-database\n"),
    [],
  );
});

test("event policies that configure or run copying are automation, and others are not", () => {
  const policy = (then: string): string =>
    `event-options {\n    policy P {\n        events snmp_trap_link_up;\n        then {\n            ${then}\n        }\n    }\n}\n`;
  assert.equal(
    indicators(
      policy(
        'change-configuration { commands { "set forwarding-options analyzer A output interface ge-0/0/9.0"; } }',
      ),
    ).length,
    1,
  );
  assert.equal(
    indicators(policy('execute-commands { commands { "monitor traffic interface ge-0/0/1 write-file x"; } }'))
      .length,
    1,
  );
  assert.deepEqual(
    indicators(policy('change-configuration { commands { "set interfaces ge-0/0/1 disable"; } }')),
    [],
  );
  assert.deepEqual(indicators(policy("event-script check.slax;")), [
    "automation 5 event-options policy P then event-script check.slax",
  ]);
});

test("a macro whose data speaks of mirroring is automation", () => {
  const macro = (data: string): string =>
    `interfaces {\n    ge-0/0/1 {\n        apply-macro tap {\n            ${data};\n        }\n    }\n}\n`;
  assert.deepEqual(indicators(macro("mirror-to ge-0/0/9")), [
    "automation 3 interfaces ge-0/0/1 apply-macro tap",
  ]);
  assert.deepEqual(indicators(macro("owner ops")), []);
  assert.deepEqual(indicators("set interfaces ge-0/0/1 apply-macro tap analyzer A\n"), [
    "automation 1 interfaces ge-0/0/1 apply-macro tap",
  ]);
});

test("what a macro holds is no statement", () => {
  const text =
    "forwarding-options {\n    apply-macro analyzer {\n        output vlan;\n    }\n    analyzer A { output { vlan v1; } }\n}\n";
  assert.deepEqual(
    flattened(text).lines.map(({ text: flat }) => flat),
    ["forwarding-options analyzer A output vlan v1"],
  );
});
