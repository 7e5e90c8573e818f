/**
 * The claimed part of a configuration as a tree of words: `firewall filter F` is three nodes, however it was spelled.
 * Brace and set form of one configuration give the same tree.
 */
export interface Node {
  children: Map<string, Node> | undefined;
  /** Byte offset of the statement that ends here; `noStatement` when none does. */
  statement: number;
  /** Stated by the text, and not only named by a command such as `deactivate`. */
  defined: boolean;
  inactive: boolean;
  /** Byte offset of the command that made it inactive; `noStatement` when none did. */
  silencer: number;
  /** By group, in the order of precedence. */
  applied: Map<string, Application> | undefined;
  excepted: Set<string> | undefined;
  /** The children whose words are wildcards, found when first asked for. */
  wildcards: readonly Wildcard[] | undefined;
}

/** A child whose word stands for others. */
export interface Wildcard {
  matches(word: string): boolean;
  readonly node: Node;
}

/** A group that applies at a node. */
export interface Application {
  readonly offset: number;
  /** Named by `apply-groups`; false when only a `deactivate` names it so far. */
  defined: boolean;
  inactive: boolean;
}

export const noStatement = -1;

export function newNode(): Node {
  return {
    children: undefined,
    statement: noStatement,
    defined: false,
    inactive: false,
    silencer: noStatement,
    applied: undefined,
    excepted: undefined,
    wildcards: undefined,
  };
}

/** The child for this word, made when there is none. */
export function childOf(node: Node, word: string): Node {
  node.children ??= new Map();
  let child = node.children.get(word);
  if (child === undefined) {
    child = newNode();
    node.children.set(word, child);
  }
  return child;
}

export function adopt(node: Node, word: string, child: Node): void {
  node.children ??= new Map();
  node.children.set(word, child);
}

export function find(node: Node, words: readonly string[]): Node | undefined {
  let at: Node | undefined = node;
  for (const word of words) at = at?.children?.get(word);
  return at;
}

/** Offset of the first statement at or below a node. */
export function firstStatement(node: Node): number {
  if (node.statement !== noStatement) return node.statement;
  for (const child of node.children?.values() ?? []) {
    const found = firstStatement(child);
    if (found !== noStatement) return found;
  }
  return noStatement;
}

/** Forgets what stands at and below a path. */
export function remove(node: Node, words: readonly string[]): void {
  const parent = find(node, words.slice(0, -1));
  parent?.children?.delete(words.at(-1)!);
}

/** `apply-groups G` at this node. A `deactivate` that came before it holds. */
export function apply(node: Node, group: string, offset: number, inactive: boolean): void {
  const application = applicationOf(node, group, offset);
  application.defined = true;
  application.inactive ||= inactive;
}

/** Stands for all groups that apply at a node: `deactivate interfaces ge-0/0/0 apply-groups`. */
export const everyGroup = "";

/** `deactivate … apply-groups G` or `activate`. */
export function switchApplication(node: Node, group: string, offset: number, inactive: boolean): void {
  applicationOf(node, group, offset).inactive = inactive;
}

function applicationOf(node: Node, group: string, offset: number): Application {
  node.applied ??= new Map();
  let application = node.applied.get(group);
  if (application === undefined) {
    application = { offset, defined: false, inactive: false };
    node.applied.set(group, application);
  }
  return application;
}
