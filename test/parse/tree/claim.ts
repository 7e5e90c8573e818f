import { profile } from "./flattened.ts";
import type { Estate, Levels } from "./estate.ts";
import { quoted } from "./printer.ts";

/** The claims of the profile as regular expressions: slow, and no kin of the automaton. */
export function isClaimed(path: string): boolean {
  return claims.some((claim) => claim.test(path));
}

const claims = (profile.config.shape === "tree" ? profile.config.claims : []).map(expression);

function expression(pattern: string): RegExp {
  const tokens = pattern.match(/\[|\]|[^\s[\]]+/g) ?? [];
  const source = tokens.map((token) => {
    if (token === "[") return "(?:";
    if (token === "]") return ")?";
    if (token === "*") return "\\0[^\\0]+";
    if (token === "**") return "(?:\\0[^\\0]+)*";
    return `\\0${token.replace(/[.$]/g, "\\$&")}`;
  });
  return new RegExp(`^${source.join("")}$`);
}

/** What an estate says, claim by claim, in the form of the flat lines' meanings. */
export function expectedOf({ statements, inactive }: Estate): string[] {
  const lines = statements.flatMap((levels) => {
    const off = inactive.some((cut) => startsWith(levels, cut));
    const isInside = ["logical-systems", "tenants"].includes(levels[0]?.[0] ?? "");
    const path = (isInside ? levels.slice(2) : levels).flat();
    if (!isClaimed(path.map((word) => `\0${word}`).join(""))) return [];
    const context = isInside ? ` @${levels[1]![0]}` : "";
    return [`${path.map(quoted).join(" ")}${off ? " inactive" : ""}${context}`];
  });
  return lines.sort();
}

function startsWith(levels: Levels, cut: Levels): boolean {
  return cut.every((level, at) => level.join("\0") === levels[at]?.join("\0"));
}
