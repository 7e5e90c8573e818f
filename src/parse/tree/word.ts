const mustQuote = /[\s;{}[\]"#]/;
const wildcard = /^<[^\s;{}"]*>$/;
const controls = /[\x00-\x1f\x7f]+/g;
const decoder = new TextDecoder();

/** The word at `bytes[from, to)` as flat lines spell it: in quotes only where it could not stand without. */
export function wordText(bytes: Uint8Array, from: number, to: number): string {
  return bytes[from] === 0x22 ? unquoted(spell(bytes, from, to)) : spell(bytes, from, to);
}

/** Short ASCII words, which almost all are, are made without the decoder's fixed cost. */
function spell(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 40) return decoder.decode(bytes.subarray(from, to));
  let text = "";
  for (let at = from; at < to; at++) {
    if (bytes[at]! > 0x7f) return decoder.decode(bytes.subarray(from, to));
    text += String.fromCharCode(bytes[at]!);
  }
  return text;
}

/** Takes the quotes off a string that needs none. A string over lines becomes one of one line. */
export function unquoted(text: string): string {
  const inner = (text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1)).replace(
    controls,
    " ",
  );
  if (wildcard.test(inner)) return inner;
  return inner === "" || mustQuote.test(inner) || inner.includes("\\") || inner.startsWith("/*")
    ? `"${inner}"`
    : inner;
}

/** The inside of a word that may stand in quotes. */
export function bare(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1) : word;
}
