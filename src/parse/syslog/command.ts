/** The first words of a command, as a profile writes them: `no logg*ing ho*st`. */
export type CommandPattern = readonly WordPattern[];

interface WordPattern {
  readonly word: string;
  /** Length of the shortest abbreviation; 0 for any word. */
  readonly shortest: number;
}

export function compileCommand(pattern: string): CommandPattern {
  return pattern.split(" ").map((word) => {
    if (word === "_") return { word: "", shortest: 0 };
    const star = word.indexOf("*");
    const plain = word.replace("*", "").toLowerCase();
    return { word: plain, shortest: star < 0 ? plain.length : star };
  });
}

/** Does the command begin with these words, in any case and any abbreviation that the pattern allows? */
export function beginsWith(command: string, pattern: CommandPattern): boolean {
  const words = command.trim().split(/\s+/, pattern.length + 1);
  return pattern.every(({ word, shortest }, index) => {
    const typed = words[index]?.toLowerCase();
    if (typed === undefined || typed === "") return false;
    return shortest === 0 || (typed.length >= shortest && word.startsWith(typed));
  });
}
