import type { FlatLine, Indicator, Statement, Unread } from "../model/statement.ts";

/** An indicator, and what tells that others are of the same block: one applet, one policy, one macro. */
export interface FoundIndicator extends Indicator {
  readonly block?: string;
}

/** What is known of a config text besides its statements. */
export interface TextFacts {
  /** The host name that the text itself states. */
  readonly hostname: string | null;
  readonly complete: boolean;
  /** Why, in one sentence for a person. */
  readonly completeness: string;
  /** Trouble found before any grammar: an unterminated banner, an unbalanced brace, a line too long to be one. */
  readonly unread: readonly Unread[];
  readonly indicators: readonly FoundIndicator[];
}

/** The flattener's answer: every claimed line as an absolute path, in file order. */
export interface Flattened extends TextFacts {
  readonly lines: readonly FlatLine[];
}

/** The parse stage's answer: every claimed line is a statement or unread. */
export interface Reading extends TextFacts {
  readonly statements: readonly Statement[];
}

/** Does the grammar read this flat line? Text whose indentation was lost is placed under the deepest parent that does. */
export type Accepts = (flat: string) => boolean;
