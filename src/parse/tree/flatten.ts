import type { FlatLine } from "../../model/statement.ts";
import type { Profile } from "../profile.ts";
import type { Accepts, Flattened } from "../reading.ts";
import { verdict } from "./completeness.ts";
import { conditionsOf, indicatorsOf, unfollowed } from "./indicator.ts";
import { undefinedGroups } from "./undefinedgroup.ts";
import { numberLines } from "./number.ts";
import { prepare, refusedForm, withoutRemovals } from "./prepare.ts";
import { type Leaf, resolve } from "./resolve.ts";
import { isClaim, type Schedule, schedule } from "./schedule.ts";
import type { Limits } from "./source.ts";
import { unreadOf } from "./trouble.ts";
import type { Walk } from "./walk.ts";
import { type Plans, readWhole } from "./whole.ts";
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
  const plans = prepared(config);
  const printed = prepare(bytes);
  const added = withoutRemovals(printed);
  const text = added ?? printed;
  const { walk, root, plan } = readWhole(text, plans, accepts);
  const limits: Limits = { steps: fewestSteps + stepsPerByte * text.length, cycles: new Map() };
  const leaves = resolve({
    schedule: plan,
    root,
    limits,
    member: walk.seen.member,
    excepts: walk.seen.excepts,
  });
  walk.gaps.push(...conditionsOf(leaves, root, manners.groups));
  walk.gaps.push(...undefinedGroups(text, root, plan.manners.groups));
  if (limits.steps <= 0) walk.gaps.push(...unfollowed(root, manners));
  const origin = { given: bytes, added: added !== undefined };
  return assemble(text, plan, walk, leaves, limits, origin);
}

/** A text can make groups inherit without end; this is more than a device's own needs, and grows with the text. */
const fewestSteps = 1_000_000;
const stepsPerByte = 1;

const schedules = new WeakMap<object, Plans>();

/** Compiling the patterns of a profile costs more than most texts; it depends on nothing but the profile. */
function prepared(manners: Schedule["manners"]): Plans {
  const known = schedules.get(manners) ?? {
    first: schedule(manners, false),
    detailed: schedule(manners, true),
  };
  schedules.set(manners, known);
  return known;
}

function refusedText(completeness: string): Flattened {
  return { lines: [], hostname: null, complete: false, completeness, unread: [], indicators: [] };
}

function assemble(
  text: Uint8Array,
  plan: Schedule,
  walk: Walk,
  leaves: readonly Leaf[],
  limits: Limits,
  { given, added }: { readonly given: Uint8Array; readonly added: boolean },
): Flattened {
  const { manners } = plan;
  const line = numberLines(text, [
    ...leaves.flatMap(({ offset, silencers }) => [offset, ...silencers]),
    ...walk.troubles.map(({ offset }) => offset),
    ...walk.gaps.map(({ offset }) => offset),
    ...limits.cycles.values(),
  ]);
  const claimed = leaves.filter(({ marks }) => marks.some(isClaim));
  const lines = claimed.map((leaf) => flatLine(leaf, line, manners));
  return {
    lines: lines.sort((left, right) => left.line - right.line),
    hostname: hostnameOf(leaves),
    ...verdict(manners, walk, leaves, { exhausted: limits.steps <= 0, changes: added }, given),
    unread: unreadOf(text, walk.troubles, limits.cycles, manners, line),
    indicators: indicatorsOf(leaves, walk.gaps, line),
  };
}

function flatLine(leaf: Leaf, line: (offset: number) => number, manners: Schedule["manners"]): FlatLine {
  const { context, from } = contextOf(leaf.path, manners.groups.define, manners.contexts);
  return {
    line: line(leaf.offset),
    text: leaf.path.slice(from).join(" "),
    ...(leaf.inactive ? { inactive: true } : {}),
    ...(leaf.silencers.length === 0 ? {} : { silencedBy: leaf.silencers.map(line) }),
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
