import type { Observation } from "../model/observation.ts";
import type { Catalog } from "../parse/catalog.ts";
import { cutSecrets } from "../parse/syslog/secret.ts";
import type { Vocabulary } from "../parse/syslog/vocabulary.ts";
import { type CandidateBlock, emptyCandidate, typeCandidate } from "./candidate.ts";
import { fresh, type Kept, keep, without } from "./memory.ts";
import type { Message } from "./notice.ts";
import { emptyBlock, type TypedBlock, typeCommand } from "./typedblock.ts";
import { type Doing, doingOf } from "./typedsession.ts";

/**
 * What was typed lately, on all devices. Immutable: {@link track} takes one and gives the next. Bounded: the block that was
 * not touched for longest goes first, and a block nobody touched for {@link fresh} ({@link candidateIdle}) is forgotten.
 */
export interface CommandContext {
  /** By os, device, user and line. */
  readonly blocks: ReadonlyMap<string, Kept<TypedBlock>>;
  /** By os and device: a candidate config is shared by all its users. */
  readonly candidates: ReadonlyMap<string, Kept<CandidateBlock>>;
  /** By device and user: where that user was last seen to come from. */
  readonly origins: ReadonlyMap<string, Kept<string>>;
  /** By device: what was seen and is not committed yet. */
  readonly pending: ReadonlyMap<string, Kept<readonly Observation[]>>;
}

export const emptyContext: CommandContext = {
  blocks: new Map(),
  candidates: new Map(),
  origins: new Map(),
  pending: new Map(),
};

/** A candidate may lie for a working day before somebody commits it. */
export const candidateIdle = 24 * 60 * 60_000;
const mostPending = 200;

/** What is known of a message besides its text. */
export interface Circumstances {
  /** The inventory's name of the device, else the name or address that it is known by. */
  readonly device: string;
  /** The inventory's os; absent or null when it does not know the device. */
  readonly os?: string | null;
  /** When the message was received. */
  readonly received: Date;
  readonly catalog: Catalog;
  readonly vocabulary: Vocabulary;
}

export interface Tracked {
  readonly state: CommandContext;
  /** In the order in which they were typed; one for each session that the message speaks of. */
  readonly observations: readonly Observation[];
  /** The device's config changed, or may have, in a way that only a look at it tells. */
  readonly wantsPull: boolean;
}

/**
 * Turns one message into observations. Lines of submodes get the parents that the same user typed before at the same
 * line; the os is the inventory's, else the one whose message this is, else the one whose grammar reads the command. On an
 * os with commits, commands are `candidate` until a commit of that device makes them `applied`; a rollback drops them.
 */
export function track(state: CommandContext, message: Message, circumstances: Circumstances): Tracked {
  const { kind, commands } = message.notice;
  state = withOrigin(state, message, circumstances);
  const wantsPull = kind === "change" || kind === "session-state";
  if (message.step === "commit" || message.step === "rollback")
    return { ...settle(state, message, circumstances), wantsPull };
  if (commands.length === 0) return { state, observations: [], wantsPull };
  let unread: readonly Observation[] | undefined;
  for (const os of systemsOf(state, message, circumstances)) {
    const typed = typeOn(os, state, message, circumstances);
    const told = [...typed.observations, ...typed.unread];
    if (typed.observations.length > 0 || typed.certain)
      return { ...hold(typed.state, told, circumstances), wantsPull };
    state = typed.state;
    // What one os reads is no riddle because another cannot read it.
    unread = typed.read ? [] : (unread ?? (told.length > 0 ? told : undefined));
  }
  return { ...hold(state, unread ?? [], circumstances), wantsPull };
}

/** A command log seldom tells where its user came from; the login, or the end of an earlier change, does. */
function withOrigin(
  state: CommandContext,
  { notice }: Message,
  { device, received }: Circumstances,
): CommandContext {
  if (notice.user === null || notice.from === null) return state;
  return { ...state, origins: keep(state.origins, `${device}\0${notice.user}`, notice.from, received) };
}

/** The candidates for the os, most certain first; one with an open block before one without. */
function systemsOf(
  state: CommandContext,
  message: Message,
  { device, os, catalog }: Circumstances,
): readonly string[] {
  const known = [...catalog.profiles.keys()];
  if (os && known.includes(os)) return [os];
  const told = message.os.filter((one) => known.includes(one));
  const open = (one: string) => (state.blocks.has(blockKey(one, device, message)) ? 0 : 1);
  return (told.length > 0 ? told : message.os.length > 0 ? [] : known).toSorted((a, b) => open(a) - open(b));
}

interface TypedOn {
  readonly state: CommandContext;
  readonly observations: readonly Observation[];
  /** Commands that begin as mirror statements do and cannot be read; they name no session. */
  readonly unread: readonly Observation[];
  /** At least one command was read. */
  readonly read: boolean;
  /** No other os needs to be tried. */
  readonly certain: boolean;
}

function typeOn(os: string, state: CommandContext, message: Message, circumstances: Circumstances): TypedOn {
  const profile = circumstances.catalog.profile(os);
  const found =
    profile.config.shape === "tree"
      ? typeInTree(os, state, message, circumstances)
      : typeInBlock(os, state, message, circumstances);
  const tell = (doing: Doing) => observed(os, doing, state, message, circumstances);
  return {
    // A command that was refused changes nothing, and is no context for what follows.
    state: message.failed ? state : found.state,
    observations: latestOfEach(found.seen.map(tell)),
    unread: found.unread.map((command) => tell({ effect: "add", commands: [command] })),
    read: found.read,
    certain: circumstances.os === os,
  };
}

interface Found {
  readonly state: CommandContext;
  readonly seen: readonly Doing[];
  readonly unread: readonly string[];
  readonly read: boolean;
}

function typeInBlock(
  os: string,
  state: CommandContext,
  message: Message,
  circumstances: Circumstances,
): Found {
  const { catalog, device, received } = circumstances;
  const reader = { profile: catalog.profile(os), grammar: catalog.grammar(os) };
  const key = blockKey(os, device, message);
  const seen: Doing[] = [];
  const unread: string[] = [];
  let read = false;
  let block = fresh(state.blocks.get(key), received) ?? emptyBlock;
  for (const command of message.typed) {
    const typed = typeCommand(block, command, reader);
    block = typed.block;
    const doing = typed.statement && doingOf(block.statements, typed.statement, reader.profile);
    if (doing) seen.push(doing);
    if (typed.refused) unread.push(command);
    read ||= typed.statement !== null;
  }
  const blocks = isEmpty(block)
    ? without(state.blocks, key)
    : keep(state.blocks, key, block, received, isLight);
  return { state: { ...state, blocks }, seen, unread, read };
}

function blockKey(os: string, device: string, { notice, session }: Message): string {
  return [os, device, notice.user ?? "", session ?? notice.from ?? ""].join("\0");
}

function typeInTree(
  os: string,
  state: CommandContext,
  message: Message,
  circumstances: Circumstances,
): Found {
  const { catalog, device, received } = circumstances;
  const reader = { profile: catalog.profile(os), grammar: catalog.grammar(os) };
  const key = `${os}\0${device}`;
  const session = `${message.notice.user ?? ""}\0${message.session ?? ""}`;
  const seen: Doing[] = [];
  const unread: string[] = [];
  let block = fresh(state.candidates.get(key), received, candidateIdle) ?? emptyCandidate;
  const before = block;
  for (const command of message.typed) {
    const typed = typeCandidate(block, { command, session, whole: message.candidate }, reader);
    block = typed.block;
    if (typed.doing) seen.push(typed.doing);
    if (typed.refused) unread.push(command);
  }
  const read = block.lines !== before.lines;
  return {
    state: { ...state, candidates: keep(state.candidates, key, block, received) },
    seen,
    unread,
    read,
  };
}

function observed(
  os: string,
  doing: Doing,
  state: CommandContext,
  { notice, failed }: Message,
  { device, received, vocabulary }: Circumstances,
): Observation {
  const from = notice.from ?? fresh(state.origins.get(`${device}\0${notice.user}`), received);
  return {
    vantage: notice.format === "accounting" ? "accounting" : "syslog",
    device,
    os,
    at: notice.clock === "ok" && notice.time !== null ? notice.time : received.toISOString(),
    ...(notice.user === null ? {} : { actor: notice.user }),
    ...(from === undefined ? {} : { from }),
    outcome: failed ? "failed" : hasCommits(os, vocabulary) ? "candidate" : "applied",
    ...doing,
    commands: doing.commands.map((command) => shown(command, doing.session?.name ?? "")),
  };
}

/** A session may bear the name of a secret's keyword; what stands behind its name is no secret. */
function shown(command: string, name: string): string {
  if (name === "" || cutSecrets(`${name} value value`) === `${name} value value`) return cutSecrets(command);
  const words = command.split(" ").map((word) => (word === name ? placeholder : word));
  return cutSecrets(words.join(" ")).replaceAll(placeholder, name);
}

const placeholder = "\u{F0000}";

/** An os has commits when its profile knows a message that tells of one. */
function hasCommits(os: string, vocabulary: Vocabulary): boolean {
  return [...vocabulary.entries.values()]
    .flat()
    .some((entry) => entry.os === os && entry.manners.step === "commit");
}

/** A message that gives the whole path speaks of one session several times; the last tells most. */
function latestOfEach(observations: readonly Observation[]): readonly Observation[] {
  const last = new Map<string, Observation>();
  for (const one of observations) {
    const key = sessionKey(one);
    last.delete(key);
    last.set(key, one);
  }
  return [...last.values()];
}

function sessionKey({ session, effect, commands }: Observation): string {
  const name = session
    ? `${session.context ?? ""}\0${session.mechanism}\0${session.name}`
    : commands.join("\n");
  return `${effect}\0${name}`;
}

/** Remembers what waits for a commit. */
function hold(
  state: CommandContext,
  observations: readonly Observation[],
  { device, received }: Circumstances,
): Omit<Tracked, "wantsPull"> {
  const waiting = observations.filter(({ outcome }) => outcome === "candidate");
  if (waiting.length === 0) return { state, observations };
  const before = fresh(state.pending.get(device), received, candidateIdle) ?? [];
  const all = latestOfEach([...before, ...waiting]);
  const pending = all.slice(-mostPending);
  // What no longer fits is told as in force now, since nobody would remember it at the commit.
  const dropped = all.slice(0, -mostPending).map((one): Observation => ({ ...one, outcome: "applied" }));
  return {
    state: { ...state, pending: keep(state.pending, device, pending, received) },
    observations: [...observations, ...dropped],
  };
}

/** A commit puts in force what waits, whoever typed it; a rollback drops it. */
function settle(
  state: CommandContext,
  { notice, step }: Message,
  { device, received }: Circumstances,
): Omit<Tracked, "wantsPull"> {
  const waiting = fresh(state.pending.get(device), received, candidateIdle) ?? [];
  const pending = new Map(state.pending);
  pending.delete(device);
  const candidates = new Map([...state.candidates].filter(([key]) => !key.endsWith(`\0${device}`)));
  const at = notice.clock === "ok" && notice.time !== null ? notice.time : received.toISOString();
  const observations =
    step === "commit" ? waiting.map((one): Observation => ({ ...one, at, outcome: "applied" })) : [];
  return { state: { ...state, pending, candidates }, observations };
}

/** No mirror statement was typed in it. */
function isLight({ statements }: TypedBlock): boolean {
  return statements.length === 0;
}

function isEmpty(block: TypedBlock): boolean {
  return isLight(block) && block.parents.length === 0 && block.before.length === 0;
}
