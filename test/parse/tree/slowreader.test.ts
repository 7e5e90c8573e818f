import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { claimedAmong } from "./claim.ts";
import { flattened } from "./flattened.ts";
import { readSlowly } from "./slowreader.ts";

const folder = new URL("../../fixtures/juniper-junos", import.meta.url).pathname;

/** Fixtures that are braces from the first line to the last, in which nothing is wrong and no statement ends another. */
function wholeTexts(): [string, string][] {
  const texts = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "config.txt")))
    .map((name): [string, string] => [name, readFileSync(join(folder, name, "config.txt"), "utf8")]);
  return texts.filter(
    ([, text]) =>
      flattened(text).unread.length === 0 &&
      !/^\s*(set|delete|deactivate|\[edit|\S+@\S+[>#])/m.test(text) &&
      !/^replace: \S+ \{/m.test(text) &&
      /^\S.* \{/m.test(text),
  );
}

test("the byte walk reads what a slow and simple reader does, line for line", () => {
  const texts = wholeTexts();
  assert.ok(texts.length >= 5, "too few fixtures to prove anything");
  for (const [name, text] of texts) {
    const { lines } = flattened(text);
    const fast = lines
      .filter((line) => line.inherited === undefined)
      .map(
        ({ line, text: flat, inactive, context }) =>
          `${line} ${plain(flat)}${inactive ? " inactive" : ""} ${context ?? ""}`,
      );
    const read = readSlowly(text);
    const claimed = claimedAmong(read.map(({ words }) => (isInside(words) ? words.slice(2) : words)));
    const slow = read.flatMap(({ line, words, inactive }) => claimedLine(line, words, inactive, claimed));
    const ranged = new Set(
      readSlowly(text)
        .filter(({ words }) => words[1] === "interface-range")
        .map(({ line }) => line),
    );
    const outside = fast.filter((line) => !ranged.has(Number(line.split(" ")[0])));
    assert.deepEqual(outside.sort(), slow.sort(), name);
  }
});

function isInside(words: readonly string[]): boolean {
  return words[0] === "logical-systems" || words[0] === "tenants";
}

function claimedLine(
  line: number,
  words: readonly string[],
  inactive: boolean,
  claimed: (path: readonly string[]) => boolean,
): string[] {
  const path = isInside(words) ? words.slice(2) : words;
  if (words.includes("apply-groups") || words[1] === "interface-range") return [];
  if (!claimed(path)) return [];
  return [`${line} ${path.join(" ")}${inactive ? " inactive" : ""} ${isInside(words) ? words[1] : ""}`];
}

function plain(flat: string): string {
  return flat.replaceAll('"', "");
}
