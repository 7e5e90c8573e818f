/** Is this word of a group a wildcard: `<*>`, `<xe-*>`, `<[0-9]>`? */
export function isWildcard(word: string): boolean {
  return word.startsWith("<") && word.endsWith(">");
}

export type Matcher = (word: string) => boolean;

/** Which words a wildcard means: `*` any text, `?` one character, `[a-z]` and `[!a]` one of a class. */
export function wildcardMatcher(wildcard: string): Matcher {
  const glob = wildcard.slice(1, -1);
  if (glob === "*") return () => true;
  const fixed = glob.slice(0, -1);
  if (glob.endsWith("*") && !/[*?[]/.test(fixed)) return (word) => word.startsWith(fixed);
  return (word) => matchesGlob(glob, word);
}

/** Greedy with one step back to the last `*`: no text makes it slower than length times length. */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let retry = 0;
  while (from < text.length) {
    const unit = at < glob.length && glob[at] !== "*" ? oneOf(glob, at) : undefined;
    if (unit?.matches(text[from]!)) {
      at = unit.end;
      from++;
    } else if (glob[at] === "*") {
      star = at++;
      retry = from;
    } else if (star >= 0) {
      at = star + 1;
      from = ++retry;
    } else return false;
  }
  while (glob[at] === "*") at++;
  return at === glob.length;
}

interface Unit {
  readonly end: number;
  matches(character: string): boolean;
}

function oneOf(glob: string, at: number): Unit {
  const close = glob[at] === "[" ? glob.indexOf("]", at + 2) : -1;
  if (close < 0) return { end: at + 1, matches: (character) => glob[at] === "?" || glob[at] === character };
  const negated = glob[at + 1] === "!" || glob[at + 1] === "^";
  const members = glob.slice(at + (negated ? 2 : 1), close);
  return { end: close + 1, matches: (character) => inClass(members, character) !== negated };
}

function inClass(members: string, character: string): boolean {
  for (let at = 0; at < members.length; at++) {
    if (members[at + 1] === "-" && at + 2 < members.length) {
      if (members[at]! <= character && character <= members[at + 2]!) return true;
      at += 2;
    } else if (members[at] === character) return true;
  }
  return false;
}
