import type { Grammar } from "./grammar.ts";

/** One `//+` (must be read) or `//-` (must be refused) line of a grammar file. Levels are written ` > ` in it. */
export interface Example {
  /** 1-based line of the grammar file. */
  readonly line: number;
  readonly text: string;
  readonly accepted: boolean;
}

const examplePattern = /^\/\/([+-]) (.+)$/;

/** The examples that a grammar states of itself, in file order. */
export function grammarExamples(text: string): readonly Example[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    const [, sign, example] = examplePattern.exec(line) ?? [];
    if (example === undefined) return [];
    return [{ line: at + 1, text: example.replaceAll(" > ", "\t"), accepted: sign === "+" }];
  });
}

/** The examples that turn out otherwise than the grammar file says. */
export function brokenExamples(
  examples: readonly Example[],
  grammar: Pick<Grammar<unknown>, "read">,
): Example[] {
  return examples.filter(({ text, accepted }) => grammar.read(text).ok !== accepted);
}
