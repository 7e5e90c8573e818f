/** The number that a word of digits stands for; undefined for anything else and beyond what a number can hold. */
export function integer(word: string | null | undefined): number | undefined {
  const value = word ? Number(word) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
