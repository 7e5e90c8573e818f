import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { normaliseShow } from "../../../src/normalise/shown.ts";
import { packageFolder } from "../../../src/parse/catalog.ts";
import { profileSchema } from "../../../src/parse/profile.ts";
import { outputLines } from "../../../src/parse/show/line.ts";
import { showManners } from "../../../src/parse/show/manners.ts";
import { readShow } from "../../../src/parse/show/reader.ts";
import { toyProfile } from "../../support/toyos.ts";

/** The example of docs/adding-an-os.md. */
function exampleOfThePage(): unknown {
  const page = readFileSync(`${packageFolder}/docs/adding-an-os.md`, "utf8");
  const [, text = ""] = /```yaml\n(show:\n[\s\S]*?)```/.exec(page) ?? [];
  return (parse(text) as { show: unknown }).show;
}

const profile = profileSchema.parse({ ...(parse(toyProfile) as object), show: exampleOfThePage() });

function read(text: string) {
  const reading = readShow(outputLines(Buffer.from(text)), profile.show!);
  return { ...reading, ...normaliseShow(reading, profile) };
}

test("a profile alone makes the output of a new os readable", () => {
  const text = "Tap 7\n-----\nKind : span\nState : up (2 days)\nFrom :\n  In : eth1, eth2\nTo : eth8\n\n";
  const { sessions, unread, outputs } = read(text);
  assert.deepEqual([unread, outputs], [[], ["show tap"]]);
  const [session] = sessions;
  assert.deepEqual([session?.name, session?.mechanism, session?.state], ["7", "span", "active"]);
  assert.deepEqual(
    session?.sources.map(({ name, direction }) => [name, direction]),
    [
      ["eth1", "rx"],
      ["eth2", "rx"],
    ],
  );
  assert.deepEqual(
    session?.destinations.map(({ name }) => name),
    ["eth8"],
  );
});

test("a line that a profile does not know is unread, and what follows a blank line is another output", () => {
  const { unread } = read("Tap 7\nKind : span\nColour : red\nTo : eth8\n\nColour of the lamp : green\n");
  assert.deepEqual(
    unread.map(({ line, text, expected }) => [line, text, expected]),
    [[3, "Colour : red", "a line of `show tap`"]],
  );
});

test("a line like an opening without a label that must follow opens nothing", () => {
  assert.deepEqual(read("Tap 7\nnothing of the kind\n").sessions, []);
});

test("a wrong place or key is refused by name", () => {
  const wrong = { outputs: [{ commands: ["sh*ow tap"], labels: { From: "sauce.port" } }] };
  assert.throws(() => showManners.parse(wrong), /a place such as/);
  assert.throws(() => showManners.parse({ ...wrong, colour: "red" }), /colour/);
});
