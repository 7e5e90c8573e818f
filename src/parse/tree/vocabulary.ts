/** The words that path patterns name. Looked up by bytes, so that the words of unclaimed text never become strings. */
export interface Vocabulary {
  readonly size: number;
  /** Number of the word at `bytes[from, to)`; `unknownWord` when no pattern names it. */
  find(bytes: Uint8Array, from: number, to: number): number;
  of(word: string): number;
  /** Does the word at `bytes[from, to)`, which no pattern names, hold one of the texts? */
  isLike(bytes: Uint8Array, from: number, to: number): boolean;
  /** The word of a number that a pattern names. */
  spelled(number: number): string | undefined;
  /** The words that hold one of these texts, and `likeWord` for those that no pattern names. */
  holding(texts: readonly string[]): readonly number[];
}

export const unknownWord = 0;
/** Every word such as `<*>`: in a group it may stand for any other. */
export const wildcardWord = 1;
/** A word that no pattern names and that holds one of the texts of patterns such as `*mirror*`. */
export const likeWord = 2;
const firstNumber = 3;
const lessThan = 0x3c;
const longestWord = 63;

/** `texts`: what makes a word that no pattern names a `likeWord`; {@link Vocabulary.find} does not look for them. */
export function vocabulary(words: Iterable<string>, texts: readonly string[] = []): Vocabulary {
  const list = [...new Set(words)].filter((word) => word.length > 0 && word.length <= longestWord);
  const numbers = new Map(list.map((word, index) => [word, index + firstNumber]));
  const spelled = list.map((word) => new TextEncoder().encode(word));
  const held = texts.map((text) => new TextEncoder().encode(text));
  const slots = hashTable(spelled);
  const shapes = shapeTable(spelled);
  return {
    size: list.length + firstNumber,
    of: (word) => {
      if (word.startsWith("<")) return wildcardWord;
      return numbers.get(word) ?? (texts.some((text) => word.includes(text)) ? likeWord : unknownWord);
    },
    isLike: (bytes, from, to) => held.some((text) => holds(bytes, from, to, text)),
    spelled: (number) => list[number - firstNumber],
    holding: (wanted) => [
      likeWord,
      ...list.flatMap((word) => (wanted.some((text) => word.includes(text)) ? [numbers.get(word)!] : [])),
    ],
    find: (bytes, from, to) => {
      const first = bytes[from]!;
      if (first === lessThan) return wildcardWord;
      if (to - from > longestWord || shapes[((to - from) << 8) | first] === 0) return unknownWord;
      const mask = slots.length - 1;
      for (let slot = hash(bytes, from, to) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const number = slots[slot]!;
        if (same(spelled[number - firstNumber]!, bytes, from, to)) return number;
      }
      return unknownWord;
    },
  };
}

function holds(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  for (let start = from; start + text.length <= to; start++) {
    let at = 0;
    while (at < text.length && bytes[start + at] === text[at]) at++;
    if (at === text.length) return true;
  }
  return false;
}

/** Which pairs of length and first byte the words have: most words of a text have none of them. */
function shapeTable(spelled: readonly Uint8Array[]): Uint8Array {
  const shapes = new Uint8Array((longestWord + 1) << 8);
  for (const word of spelled) shapes[(word.length << 8) | word[0]!] = 1;
  return shapes;
}

/** Open addressing, at most a quarter full: a word that is not there costs about one probe. */
function hashTable(spelled: readonly Uint8Array[]): Int32Array {
  let size = 64;
  while (size < spelled.length * 4) size *= 2;
  const slots = new Int32Array(size);
  spelled.forEach((word, index) => {
    let slot = hash(word, 0, word.length) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = index + firstNumber;
  });
  return slots;
}

/** Length, both ends and the middle tell the few hundred words of a profile well enough apart. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  let value = Math.imul(length + 1, 0x9e3779b1);
  value = Math.imul(value ^ bytes[from]!, 0x85ebca6b);
  value = Math.imul(value ^ bytes[to - 1]!, 0xc2b2ae35);
  value = Math.imul(value ^ bytes[from + (length >> 1)]!, 0x27d4eb2f);
  return value ^ (value >>> 15);
}

function same(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at++) if (word[at] !== bytes[from + at]) return false;
  return true;
}
