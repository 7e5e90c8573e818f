import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bearing, canMatter, modesOf, openedBy } from "../../src/normalise/mode.ts";
import { emptyBlock, type TypedBlock, typeCommand } from "../../src/normalise/typedblock.ts";
import { loadCatalog, packageFolder } from "../../src/parse/catalog.ts";
import { grammarExamples } from "../../src/parse/example.ts";

const catalog = loadCatalog();

/** Types commands one after the other, as a log without parents tells them. */
function type(os: string, ...commands: readonly string[]) {
  const reader = { profile: catalog.profile(os), grammar: catalog.grammar(os) };
  let block: TypedBlock = emptyBlock;
  const texts: (string | undefined)[] = [];
  for (const command of commands) {
    const typed = typeCommand(block, command, reader);
    block = typed.block;
    texts.push(typed.statement?.text);
  }
  return { block, texts };
}

for (const [os, profile] of catalog.profiles) {
  if (profile.config.shape !== "indent") continue;
  const modes = modesOf(profile);
  /** Every level above the last opens a mode that the profile knows, and the last is a line that it claims. */
  const isTypable = (levels: readonly string[]) =>
    levels.every((level, depth) => {
      const open = levels.slice(0, depth);
      const opens = openedBy(level, open, modes)?.length === depth + 1;
      return depth === levels.length - 1
        ? canMatter(level, open, modes)
        : opens || canMatter(level, open, modes);
    });

  test(`every statement of ${os} that is typed level by level finds its parents`, () => {
    const text = readFileSync(join(packageFolder, "grammars", `${profile.grammar}.peggy`), "utf8");
    const typable = grammarExamples(text).filter((one) => one.accepted && isTypable(one.text.split("\t")));
    assert.ok(typable.length > 20, `${typable.length} examples`);
    for (const { text } of typable) assert.equal(type(os, ...text.split("\t")).texts.at(-1), text);
  });
}

test("blanks, `do` and case do not matter", () => {
  const { texts } = type(
    "cisco-ios",
    "  MONITOR   session 1  source interface Gi1/0/1 ",
    "do monitor capture TAP start",
  );
  assert.deepEqual(texts, ["monitor session 1 source interface Gi1/0/1", "monitor capture TAP start"]);
});

test("a mode inside another one needs it, and an unknown line leaves both", () => {
  const modes = modesOf(catalog.profile("cisco-iosxr"));
  assert.deepEqual(openedBy("xconnect group G", ["l2vpn"], modes), ["l2vpn", "xconnect group G"]);
  assert.equal(openedBy("xconnect group G", [], modes), null);
  assert.deepEqual(bearing(["l2vpn", "xconnect group G", "p2p P", "monitor-session TAP"], modes), [
    "l2vpn",
    "xconnect group G",
    "p2p P",
  ]);
  assert.deepEqual(bearing(["monitor-session TAP ethernet", "destination pseudowire"], modes), []);
});

test("the same statement typed twice is kept once, and old ones give way", () => {
  const again = type(
    "cisco-ios",
    ...Array.from({ length: 40 }, () => "monitor session 1 source interface Gi1/0/1"),
  );
  assert.equal(again.block.statements.length, 1);
  const many = type(
    "cisco-ios",
    ...Array.from({ length: 300 }, (_, index) => `monitor session 1 source interface Gi1/0/${index}`),
  );
  assert.equal(many.block.statements.length, 256);
});
