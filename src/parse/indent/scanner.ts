import type { FlatLine, Unread } from "../../model/statement.ts";
import type { Accepts, FoundIndicator } from "../reading.ts";
import { type Modes, noModes } from "./mode.ts";
import type { Rule, RuleTable } from "./rule.ts";
import type { Searches } from "./search.ts";
import { emptyStack, type Stack } from "./stack.ts";

/** A flat line and what is needed to judge it when the whole text has been seen. */
export interface ClaimedLine extends FlatLine {
  readonly helper: boolean;
  readonly beside: boolean;
  /** The flat line of the parent; empty at the top. */
  readonly parent: string;
}

/** Everything that one pass over a text keeps in mind. */
export interface Scanner {
  readonly bytes: Buffer;
  readonly rules: RuleTable;
  readonly accepts: Accepts;
  readonly stack: Stack;
  readonly modes: Modes;
  readonly searches: Searches;
  /** Those that look behind a text's end, and so run ahead of the others. */
  readonly ahead: Searches;
  /** Text holds `(config`, so lines may begin with a prompt. */
  readonly prompts: boolean;
  /** Every line is looked at: a block is open, or was opened without indented children. */
  watching: boolean;
  /** Offset of the first line that is configuration again after a region. */
  resume: number;
  /** The region that is being passed when it holds commands. */
  region: Rule | undefined;
  /** Why the bounds of the region that is being passed are doubtful; undefined when they are not. */
  doubt: string | undefined;
  /** Offset of the end of the last banner that had text before its delimiter on the line; -1 when there is none. */
  glued: number;
  /** Does some text begin with a delimiter that this device prints? Undefined until somebody asks. */
  printed: boolean | undefined;
  /** A text was opened whose end does not come any more. */
  unended: boolean;
  /** Indentation of the open claimed block; -1 when none is open. */
  block: number;
  blockHelper: boolean;
  /** The open block's children may have lost their indentation. */
  loose: boolean;
  /** Indentation of a line in a loose block that is none of its children, so neither are those below it; else -1. */
  foreign: number;
  /** A mode was left: a mode that opens now is no child of the loose block. */
  left: boolean;
  /** Where a line without indentation may belong, deepest last. */
  typed: readonly string[];
  /** Length of `typed` for the open block itself. */
  blockDepth: number;
  /** A `parents` line that was read as a child of the loose block, and may yet turn out to be a mode. */
  doubtful: ClaimedLine | undefined;
  /** Lines in a loose block that the grammar reads nowhere; they count when the block goes on after them. */
  pending: ClaimedLine[];
  /** Lines that were tried in vain in loose blocks. */
  tries: number;
  hostname: string | null;
  /** The virtual device whose config is being read; undefined in the default one. */
  context: string | undefined;
  /** Configs of other devices that follow the first one. */
  configs: number;
  /** Lines in which the device refused a command. */
  refusals: number;
  /** Lines behind a prompt of the configuration mode. */
  typedLines: number;
  controls: boolean;
  /** There were more lines to claim than any device has; the rest of the text is not read. */
  overflow: boolean;
  /** Lines so far that speak of sessions. */
  claims: number;
  readonly lines: ClaimedLine[];
  readonly unread: Unread[];
  readonly indicators: FoundIndicator[];
}

export function newScanner(bytes: Buffer, rules: RuleTable, accepts: Accepts): Scanner {
  const prompts = bytes.includes("(config");
  return {
    bytes,
    rules,
    accepts,
    stack: emptyStack(),
    modes: noModes(),
    searches: new Map(),
    ahead: new Map(),
    prompts,
    watching: prompts,
    resume: 0,
    region: undefined,
    doubt: undefined,
    glued: -1,
    printed: undefined,
    unended: false,
    block: -1,
    blockHelper: false,
    loose: false,
    foreign: -1,
    left: false,
    typed: [],
    blockDepth: 0,
    doubtful: undefined,
    pending: [],
    tries: 0,
    hostname: null,
    context: undefined,
    configs: 0,
    refusals: 0,
    typedLines: 0,
    controls: false,
    overflow: false,
    claims: 0,
    lines: [],
    unread: [],
    indicators: [],
  };
}

/** No device has so many lines about mirroring; a text that has is hostile, and would fill the memory. */
const mostLines = 100_000;

/** Of which so many speak of sessions; the others are tunnels, policies and the like, of which there may be thousands. */
const mostClaims = 10_000;

/** Stops reading a text that holds more than any device does. */
export function bound(scanner: Scanner): void {
  const lines = scanner.lines.length + scanner.unread.length + scanner.indicators.length;
  if (lines < mostLines && scanner.claims < mostClaims) return;
  scanner.overflow = true;
  scanner.resume = Number.POSITIVE_INFINITY;
  scanner.region = undefined;
  scanner.doubt = undefined;
}
