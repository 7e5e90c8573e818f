import { Fault } from "../../model/fault.ts";

/** One place of a path: one of these words, a word like these, any one word, or any number of words (none too). */
export type Place =
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** Any word that holds one of these texts. */
  | { readonly kind: "like"; readonly texts: readonly string[] }
  | { readonly kind: "any" }
  | { readonly kind: "rest" };

/** A path without options. */
export type Path = readonly Place[];

/**
 * Reads a path pattern of a profile: `firewall [family *] filter * then (port-mirror|analyzer) **`. `*` is one word, `**`
 * any number of words, `(a|b)` one of these words, `(*a*|*b*)` a word that holds one of these texts, `[…]` may be absent (and may nest).
 *
 * @returns the paths that it stands for, one for each choice of options.
 * @throws Fault `profile-invalid` naming the pattern.
 */
export function readPattern(pattern: string): readonly Path[] {
  const tokens = pattern.match(/\[|\]|[^\s[\]]+/g) ?? [];
  const reader: Reader = { pattern, tokens, at: 0 };
  const paths = readSequence(reader, 0);
  if (reader.at < tokens.length || paths.some((path) => path.length === 0)) throw patternFault(pattern);
  return paths;
}

interface Reader {
  readonly pattern: string;
  readonly tokens: readonly string[];
  at: number;
}

function readSequence(reader: Reader, depth: number): Path[] {
  let paths: Path[] = [[]];
  while (reader.at < reader.tokens.length) {
    const token = reader.tokens[reader.at]!;
    if (token === "]" && depth > 0) return paths;
    reader.at++;
    paths =
      token === "[" ? withOption(reader, paths, depth) : paths.map((path) => [...path, place(reader, token)]);
  }
  if (depth > 0) throw patternFault(reader.pattern);
  return paths;
}

function withOption(reader: Reader, paths: readonly Path[], depth: number): Path[] {
  const options = readSequence(reader, depth + 1);
  reader.at++;
  return [...paths, ...paths.flatMap((path) => options.map((option) => [...path, ...option]))];
}

function place(reader: Reader, token: string): Place {
  if (token === "*") return { kind: "any" };
  if (token === "**") return { kind: "rest" };
  const words = token.startsWith("(") && token.endsWith(")") ? token.slice(1, -1).split("|") : [token];
  const texts = words.flatMap((word) => /^\*([\w.-]+)\*$/.exec(word)?.[1] ?? []);
  if (texts.length === words.length) return { kind: "like", texts };
  if (words.some((word) => !/^[\w."$:{}-]+$/.test(word))) throw patternFault(reader.pattern);
  return { kind: "words", words };
}

function patternFault(pattern: string): Fault {
  return new Fault({
    code: "profile-invalid",
    where: `path pattern \`${pattern}\``,
    what: "this is no path pattern",
    remedy: "write words, `*`, `**`, `(a|b)` and `[option]` (docs/adding-an-os.md)",
  });
}
