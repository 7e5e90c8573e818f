import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened, textsOf } from "./flattened.ts";

const group = "groups { G { forwarding-options { analyzer A { output { interface ge-0/0/1.0; } } } } }\n";

test("what a comparison adds is read, what it removes is not, and the text is no configuration", () => {
  const text = `[edit forwarding-options]
+   analyzer X {
+       output {
+           interface ge-0/0/9.0;
+       }
+   }
-   analyzer Y {
-       output { interface ge-0/0/8.0; }
-   }
[edit interfaces ge-0/0/2 unit 0 family inet]
+       filter {
+           input F;
+       }
`;
  assert.deepEqual(textsOf(text), [
    "forwarding-options analyzer X output interface ge-0/0/9.0",
    "interfaces ge-0/0/2 unit 0 family inet filter input F",
  ]);
  const { complete, completeness, unread } = flattened(text);
  assert.equal(complete, false);
  assert.match(completeness, /shows changes/);
  assert.deepEqual(unread, []);
});

test("a hyphen or a plus in a whole configuration is no comparison", () => {
  const text = 'version 22.4R1;\nsystem { login { message "\n- be kind\n+ be brief"; } }\n';
  assert.equal(flattened(text).complete, true);
});

test("commands whose result a text does not show leave it incomplete", () => {
  for (const typed of ["rollback 1", "load merge terminal", "wildcard delete interfaces ge-*"]) {
    const text = `set version 22.4R1\nset forwarding-options analyzer A output vlan v1\n${typed}\n`;
    assert.match(flattened(text).completeness, new RegExp(`typed .${typed.split(" ")[0]}`));
    assert.equal(flattened(text).lines.length, 1);
  }
});

test("a load file can take an application of groups away, or put another in its place", () => {
  assert.deepEqual(textsOf(`${group}apply-groups G;\ndelete: apply-groups G;\n`), []);
  assert.deepEqual(textsOf(`${group}apply-groups G;\nreplace: apply-groups H;\n`), []);
  assert.equal(textsOf(`${group}replace: apply-groups G;\n`).length, 1);
});

test("a group that applies and that the text does not define is told", () => {
  const told = (text: string) =>
    flattened(text).indicators.map(({ kind, line, text: words }) => `${kind} ${line} ${words}`);
  assert.deepEqual(told(`${group}apply-groups [ G GONE ];\n`), ["blind 2 apply-groups GONE"]);
  assert.deepEqual(told("set apply-groups GONE\n"), ["blind 1 apply-groups GONE"]);
  assert.deepEqual(told("set groups SSH system services ssh\nset apply-groups SSH\n"), []);
  assert.deepEqual(
    told("groups {\n    SSH {\n        system { services { ssh; } }\n    }\n}\napply-groups SSH;\n"),
    [],
  );
});

test("XML and JSON are refused with the command that prints what is read", () => {
  for (const text of ['<rpc-reply xmlns:junos="x">\n<configuration>', '{\n  "configuration" : {}\n}'])
    assert.match(flattened(text).completeness, /show configuration \| display set/);
});
