/** The first words of a command, as a profile writes them: `no logg*ing ho*st`; `_` is any word, `@` an IP address. */
export type CommandPattern = readonly WordPattern[];

type WordPattern = (typed: string) => boolean;

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[0-9a-f:.]{2,45})$/;

export function compileCommand(pattern: string): CommandPattern {
  return pattern.split(" ").map(compileWord);
}

function compileWord(word: string): WordPattern {
  if (word === "_") return (typed) => typed !== "";
  if (word === "@") return (typed) => address.test(typed);
  const star = word.indexOf("*");
  const whole = word.replace("*", "").toLowerCase();
  const shortest = star < 0 ? whole.length : star;
  return (typed) => typed.length >= shortest && whole.startsWith(typed);
}

/** More words than any pattern has. */
const mostWords = 12;

/** The first words of a command, in small letters, to be compared with many patterns. */
export function wordsOf(command: string): readonly string[] {
  return command.trim().toLowerCase().split(/\s+/, mostWords);
}

/** Does the command begin with these words, in any abbreviation that the pattern allows? */
export function beginsWith(words: readonly string[], pattern: CommandPattern): boolean {
  return pattern.every((isMeant, index) => isMeant(words[index] ?? ""));
}
