import type { FlatLine } from "../../model/statement.ts";
import type { Profile } from "../profile.ts";
import type { Accepts, Flattened } from "../reading.ts";
import { verdict } from "./completeness.ts";
import { conditionsOf, indicatorsOf, unfollowed } from "./indicator.ts";
import { numberLines } from "./number.ts";
import { type Node, newNode } from "./node.ts";
import { prepare, refusedForm } from "./prepare.ts";
import { type Leaf, resolve } from "./resolve.ts";
import { type Schedule, schedule } from "./schedule.ts";
import type { Limits } from "./source.ts";
import { readText } from "./text.ts";
import { unreadOf } from "./trouble.ts";
import { needsObjects, newWalk, type Recovery, type Walk } from "./walk.ts";
import { contextOf } from "./context.ts";

/**
 * Reads a configuration tree (Junos, in braces, as `set` lines, or both) and gives every claimed statement as an
 * absolute path in `set` form, with groups, ranges and `inactive` resolved. `accepts` decides where a line that was
 * wrapped, or that lacks its semicolon, ends. Takes any bytes and throws nothing.
 */
export function flattenTree(bytes: Uint8Array, profile: Profile, accepts: Accepts): Flattened {
  const { config } = profile;
  if (config.shape !== "tree") throw new TypeError(`profile ${profile.os} is no tree`);
  const manners = config;
  const refused = refusedForm(bytes, manners);
  if (refused !== undefined) return refusedText(refused);
  const plan = prepared(config);
  const text = prepare(bytes);
  const { walk, root } = readWhole(text, plan, accepts);
  const limits: Limits = { steps: fewestSteps + stepsPerByte * text.length, cycles: new Map() };
  const leaves = resolve({
    schedule: plan,
    root,
    limits,
    member: walk.seen.member,
    excepts: walk.seen.excepts,
  });
  walk.gaps.push(...conditionsOf(leaves, root, manners.groups));
  if (limits.steps <= 0) walk.gaps.push(...unfollowed(root, manners));
  return assemble(text, plan, walk, leaves, limits);
}

/** A text can make groups inherit without end; this is more than a device's own needs, and grows with the text. */
const fewestSteps = 1_000_000;
const stepsPerByte = 1;

const schedules = new WeakMap<object, Schedule>();

/** Compiling the patterns of a profile costs more than most texts; it depends on nothing but the profile. */
function prepared(manners: Schedule["manners"]): Schedule {
  const known = schedules.get(manners) ?? schedule(manners);
  schedules.set(manners, known);
  return known;
}

function refusedText(completeness: string): Flattened {
  return { lines: [], hostname: null, complete: false, completeness, unread: [], indicators: [] };
}

interface Whole {
  readonly walk: Walk;
  readonly root: Node;
}

/** Reads once; again by indentation when braces do not balance, and again for what wildcards may mean. */
function readWhole(bytes: Uint8Array, plan: Schedule, accepts: Accepts): Whole {
  let whole = readOnce(bytes, plan, accepts, "no", false);
  const recover: Recovery = whole.walk.unbalanced ? layout(bytes) : "no";
  if (recover !== "no") whole = readOnce(bytes, plan, accepts, recover, false);
  return needsObjects(plan, whole.root) ? readOnce(bytes, plan, accepts, recover, true) : whole;
}

function readOnce(
  bytes: Uint8Array,
  plan: Schedule,
  accepts: Accepts,
  recover: Recovery,
  keep: boolean,
): Whole {
  const root = newNode();
  const { contexts } = plan.manners;
  const acceptsWords = (words: readonly string[]): boolean =>
    accepts(words.slice(contextOf(words, plan.manners.groups.define, contexts).from).join(" "));
  const walk = newWalk(bytes, plan, root, acceptsWords, { recover, keep });
  readText(walk);
  return { walk, root };
}

/** Is the text indented, so that indentation can tell what a missing brace does not? */
function layout(bytes: Uint8Array): Recovery {
  let lines = 0;
  let indented = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && lines < 10_000; at = bytes.indexOf(0x0a, at + 1), lines++)
    if (bytes[at + 1] === 0x20 || bytes[at + 1] === 0x09) indented++;
  return indented * 4 > lines ? "indent" : "flat";
}

function assemble(
  text: Uint8Array,
  plan: Schedule,
  walk: Walk,
  leaves: readonly Leaf[],
  limits: Limits,
): Flattened {
  const { manners } = plan;
  const line = numberLines(text, [
    ...leaves.map(({ offset }) => offset),
    ...walk.troubles.map(({ offset }) => offset),
    ...walk.gaps.map(({ offset }) => offset),
    ...limits.cycles.values(),
  ]);
  const claimed = leaves.filter(({ marks }) => marks.some(({ kind }) => kind === "claim"));
  const lines = claimed.map((leaf) => flatLine(leaf, line(leaf.offset), manners));
  return {
    lines: lines.sort((left, right) => left.line - right.line),
    hostname: hostnameOf(leaves),
    ...verdict(manners, walk, leaves, limits.steps <= 0),
    unread: unreadOf(text, walk.troubles, limits.cycles, manners, line),
    indicators: indicatorsOf(leaves, walk.gaps, line),
  };
}

function flatLine(leaf: Leaf, line: number, manners: Schedule["manners"]): FlatLine {
  const { context, from } = contextOf(leaf.path, manners.groups.define, manners.contexts);
  return {
    line,
    text: leaf.path.slice(from).join(" "),
    ...(leaf.inactive ? { inactive: true } : {}),
    ...(leaf.inherited === undefined ? {} : { inherited: leaf.inherited }),
    ...(context === undefined ? {} : { context }),
  };
}

/** The name in the main configuration, of the first group that gives one. */
function hostnameOf(leaves: readonly Leaf[]): string | null {
  const named = leaves.filter(({ marks }) => marks.some(({ kind }) => kind === "hostname"));
  const best = named.find(({ inactive }) => !inactive) ?? named[0];
  return best?.path.at(-1)?.replaceAll('"', "") ?? null;
}
