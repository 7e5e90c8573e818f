import type { Grammar, ReadResult } from "./grammar.ts";

/** What was read, and the line with its keywords written out. `text` is the input where nothing had to be written out. */
export interface Abbreviated<R> {
  readonly result: ReadResult<R>;
  readonly text: string;
}

/**
 * Reads a line whose keywords may be cut short or in capitals, as a person types them (`mon sess 1 so int g1/0/1`).
 * Where the grammar refuses a word that begins exactly one of the keywords that may stand there, that keyword takes its
 * place and the line is read again; once for each word at most.
 */
export function readAbbreviated<R>(grammar: Grammar<R>, line: string): Abbreviated<R> {
  let text = line;
  let result = grammar.read(text);
  for (let words = text.split(/[ \t]/).length; words > 0 && !result.ok; words -= 1) {
    const longer = writtenOut(text, result.column, result.keywords ?? []);
    if (longer === undefined) break;
    text = longer;
    result = grammar.read(text);
  }
  return { result, text };
}

/** The line with the word at `column` written out, when exactly one keyword is meant. */
function writtenOut(text: string, column: number, keywords: readonly string[]): string | undefined {
  const word = /^[A-Za-z0-9-]+/.exec(text.slice(column - 1))?.[0];
  if (word === undefined) return undefined;
  const typed = word.toLowerCase();
  const meant = keywords.filter((keyword) => keyword.startsWith(typed));
  const keyword = meant.includes(typed) ? typed : meant.length === 1 ? meant[0] : undefined;
  if (keyword === undefined || keyword === word) return undefined;
  return text.slice(0, column - 1) + keyword + text.slice(column - 1 + word.length);
}
