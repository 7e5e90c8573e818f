import type { TreeManners } from "./manners.ts";
import { everyGroup, type Node } from "./node.ts";
import type { Gap } from "./walk.ts";

const mostNames = 50;
const longestLine = 400;

interface Use {
  readonly group: string;
  readonly offset: number;
  readonly path: readonly string[];
}

/** Groups that apply, and that the text does not define: nobody can tell what they would give. */
export function undefinedGroups(text: Uint8Array, root: Node, groups: TreeManners["groups"]): Gap[] {
  const known = definedNames(root, groups.define);
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
  const missing = usesOf(root, groups).filter(
    ({ group }) => !known.has(group) && !isDefined(bytes, groups, group),
  );
  return missing.map(({ group, offset, path }) => ({
    kind: "blind",
    offset,
    words: [...path, groups.apply, group],
    why: "the group applies here, and the text does not say what it holds",
    hides: false,
  }));
}

function definedNames(root: Node, define: string): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop())
    for (const [word, child] of node.children ?? []) {
      if (word === define) for (const name of child.children?.keys() ?? []) names.add(name);
      open.push(child);
    }
  return names;
}

/** Each group once, where it first applies. */
function usesOf(root: Node, { variables }: TreeManners["groups"]): readonly Use[] {
  const uses = new Map<string, Use>();
  const open: { readonly node: Node; readonly path: readonly string[] }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next && uses.size < mostNames; next = open.pop()) {
    const { node, path } = next;
    for (const [group, { offset, defined, inactive }] of node.applied ?? [])
      if (group !== everyGroup && defined && !inactive && !(group in variables) && !uses.has(group))
        uses.set(group, { group, offset, path });
    for (const [word, child] of node.children ?? []) open.push({ node: child, path: [...path, word] });
  }
  return [...uses.values()];
}

/** A group that holds nothing that matters leaves no trace in the tree; its definition stands in the text all the same. */
function isDefined(bytes: Buffer, { define, apply }: TreeManners["groups"], group: string): boolean {
  if (bytes.includes(`${define} ${group} `) || bytes.includes(`${define} "${group}" `)) return true;
  for (const opening of [`${group} {`, `"${group}" {`, `${group};`])
    for (let at = bytes.indexOf(opening); at >= 0; at = bytes.indexOf(opening, at + 1)) {
      const start = Math.max(0, at - longestLine, bytes.lastIndexOf(0x0a, at) + 1);
      const before = bytes.toString("latin1", start, at);
      if (/(^|[\s{])$/.test(before) && !before.includes(apply)) return true;
    }
  return false;
}
