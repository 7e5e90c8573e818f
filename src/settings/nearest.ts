/** The allowed word that a typing error most likely meant; undefined when none is near. */
export function nearest(given: string, allowed: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  const ranked = allowed
    .map((one) => ({ one, distance: editDistance(word, one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.one.length / 3))
    ? best.one
    : undefined;
}

/** Letters to insert, remove or replace (Levenshtein); words are cut at 64 characters. */
function editDistance(left: string, right: string): number {
  const [a, b] = [left.slice(0, 64), right.slice(0, 64)];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
