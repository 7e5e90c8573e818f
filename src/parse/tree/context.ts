/**
 * Cuts `logical-systems LS` and `tenants T` off a path, and the `groups G` before them in a group's own text.
 *
 * @returns the names of the containers, and where the rest of the path begins.
 */
export function contextOf(
  path: readonly string[],
  define: string,
  contexts: readonly string[],
): { readonly context: string | undefined; readonly from: number } {
  const names: string[] = [];
  let from = 0;
  for (; path.length > from + 2; from += 2) {
    if (contexts.includes(path[from]!)) names.push(path[from + 1]!);
    else if (path[from] !== define) break;
  }
  return { context: names.length === 0 ? undefined : names.join(" "), from };
}
