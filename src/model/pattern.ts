/** Does the text hold a `*` that stands for any text? */
export function isPattern(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\*/.test(text);
}

/** The text with backslashes taken away: what a pattern without `*` stands for. */
export function literal(pattern: string): string {
  return pattern.includes("\\") ? pattern.replace(/\\(.)/gs, "$1") : pattern;
}

/** The pattern that stands for exactly this text. */
export function escaped(text: string): string {
  return /[\\*]/.test(text) ? text.replace(/[\\*]/g, "\\$&") : text;
}

/**
 * Does the text match a pattern in which `*` stands for any text? Walks both with one mark to go back to, so that no
 * pattern takes longer than the product of the two lengths.
 */
export function matches(pattern: string, text: string): boolean {
  if (!pattern.includes("*") && !pattern.includes("\\")) return pattern === text;
  if (pattern === "*") return true;
  return walk(tokens(pattern), text);
}

const any = Symbol("any text");
type Token = string | typeof any;

function tokens(pattern: string): Token[] {
  return Array.from(pattern.matchAll(/\\(.)|(\*)|(.)/gsu), ([, quoted, star, plain]) =>
    star ? any : ((quoted ?? plain) as string),
  );
}

function walk(wanted: readonly Token[], text: string): boolean {
  const letters = Array.from(text);
  let [at, token, markAt, markToken] = [0, 0, 0, -1];
  while (at < letters.length) {
    if (wanted[token] === any) {
      markToken = token++;
      markAt = at;
    } else if (wanted[token] === letters[at]) {
      token++;
      at++;
    } else if (markToken >= 0) {
      token = markToken + 1;
      at = ++markAt;
    } else return false;
  }
  return wanted.slice(token).every((left) => left === any);
}
