import { profile } from "./flattened.ts";
import type { Estate, Levels } from "./estate.ts";
import { quoted } from "./printer.ts";

/** The claims of the profile as regular expressions: slow, and no kin of the automaton. */
export function isClaimed(path: string): boolean {
  return claims.some((claim) => claim.test(path));
}

/** Which of these paths are claimed, details too: those of an object that another of the paths makes matter. */
export function claimedAmong(paths: readonly (readonly string[])[]): (path: readonly string[]) => boolean {
  const text = (path: readonly string[]) => path.map((word) => `\0${word}`).join("");
  const telling = paths.filter((path) => tellings.some((one) => one.test(text(path))));
  const names = new Set(telling.map(objectOf));
  return (path) =>
    isClaimed(text(path)) || (details.some((one) => one.test(text(path))) && names.has(objectOf(path)));
}

/** The name behind the first word that names a kind of object with details; where groups define, theirs are left out. */
function objectOf(path: readonly string[]): string | undefined {
  const inGroup = path[0] === "groups" ? path.slice(2) : path;
  return inGroup[inGroup.findIndex((word) => tree?.details?.of.includes(word)) + 1];
}

const tree = profile.config.shape === "tree" ? profile.config : undefined;
const claims = (tree?.claims ?? []).map(expression);
const tellings = (tree?.details?.where ?? []).map(expression);
const details = (tree?.details?.claims ?? []).map(expression);

function expression(pattern: string): RegExp {
  const tokens = pattern.match(/\[|\]|[^\s[\]]+/g) ?? [];
  const source = tokens.map((token) => {
    if (token === "[") return "(?:";
    if (token === "]") return ")?";
    if (token === "*") return "\\0[^\\0]+";
    if (token === "**") return "(?:\\0[^\\0]+)*";
    const word = token.replace(/[.$]/g, "\\$&");
    return `\\0${word.replace(/\*([\w-]+)\*/g, "[^\\0]*$1[^\\0]*")}`;
  });
  return new RegExp(`^${source.join("")}$`);
}

/** What an estate says, claim by claim, in the form of the flat lines' meanings. */
export function expectedOf({ statements, inactive }: Estate): string[] {
  const inside = (levels: Levels) => ["logical-systems", "tenants"].includes(levels[0]?.[0] ?? "");
  const pathOf = (levels: Levels) => (inside(levels) ? levels.slice(2) : levels).flat();
  const claimed = claimedAmong(statements.map(pathOf));
  const lines = statements.flatMap((levels) => {
    const off = inactive.some((cut) => startsWith(levels, cut));
    const path = pathOf(levels);
    if (!claimed(path)) return [];
    const context = inside(levels) ? ` @${levels[1]![0]}` : "";
    return [`${path.map(quoted).join(" ")}${off ? " inactive" : ""}${context}`];
  });
  return lines.sort();
}

function startsWith(levels: Levels, cut: Levels): boolean {
  return cut.every((level, at) => level.join("\0") === levels[at]?.join("\0"));
}
