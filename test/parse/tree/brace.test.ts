import assert from "node:assert/strict";
import { test } from "node:test";
import { flattened, linesOf, textsOf } from "./flattened.ts";

test("levels may stand on lines of their own or together, and give the same path", () => {
  const apart =
    "forwarding-options {\n  analyzer {\n    A {\n      output {\n        interface {\n          ge-0/0/10.0;\n        }\n      }\n    }\n  }\n}\n";
  const together = "forwarding-options { analyzer A { output { interface ge-0/0/10.0; } } }";
  assert.deepEqual(textsOf(apart), ["forwarding-options analyzer A output interface ge-0/0/10.0"]);
  assert.deepEqual(textsOf(together), textsOf(apart));
  assert.deepEqual(linesOf(apart), ["6 forwarding-options analyzer A output interface ge-0/0/10.0"]);
});

test("an empty block is the statement that it names", () => {
  assert.deepEqual(textsOf("forwarding-options { analyzer A { } analyzer B; }"), [
    "forwarding-options analyzer A",
    "forwarding-options analyzer B",
  ]);
});

test("a list of values gives one line for each value", () => {
  assert.deepEqual(
    linesOf("interfaces { ae1 { unit 0 { family inet { filter { input-list [ A B ]; } } } } }"),
    [
      "1 interfaces ae1 unit 0 family inet filter input-list A",
      "1 interfaces ae1 unit 0 family inet filter input-list B",
    ],
  );
});

test("braces and statements in strings and comments do not count", () => {
  const text = `interfaces {
    ge-0/0/0 {
        description "analyzer X { output } \\" {";
        /* forwarding-options { analyzer NO { output interface ge-0/0/9.0; } } */
        unit 0 { family inet { filter { input F; } } } # } {
        ## unit 1 { family inet { filter { input G; } } }
    }
}
forwarding-options { analyzer A { output { interface xe-0/0/1.0; } } }
`;
  assert.deepEqual(linesOf(text), [
    "5 interfaces ge-0/0/0 unit 0 family inet filter input F",
    "9 forwarding-options analyzer A output interface xe-0/0/1.0",
  ]);
  assert.deepEqual(flattened(text).unread, []);
});

test("markers may stand in any order and together", () => {
  const text = `forwarding-options {
    replace: protect: inactive: analyzer A { output { interface ge-0/0/1.0; } }
    analyzer B { inactive: output { interface ge-0/0/2.0; } }
    protect: analyzer C { output { inactive: interface ge-0/0/3.0; } }
    delete: analyzer D;
}
`;
  assert.deepEqual(linesOf(text), [
    "2 forwarding-options analyzer A output interface ge-0/0/1.0 inactive",
    "3 forwarding-options analyzer B output interface ge-0/0/2.0 inactive",
    "4 forwarding-options analyzer C output interface ge-0/0/3.0 inactive",
  ]);
});
