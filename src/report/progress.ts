/** A progress bar on stderr for a person who watches a long run; nothing when nobody does. */
export interface Progress {
  /** Call after each piece of work; draws at most ten times a second. */
  readonly step: (done: number) => void;
  /** Removes the bar. */
  readonly end: () => void;
}

export interface ProgressScreen {
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly now: () => number;
}

const silent: Progress = { step: () => {}, end: () => {} };
/** Milliseconds: short runs show no bar at all. */
const patience = 400;
const between = 100;

/** `total` pieces of work, named in the plural (`configs`). `screen` is undefined when stderr is no terminal. */
export function progress(total: number, what: string, screen: ProgressScreen | undefined): Progress {
  if (screen === undefined || total === 0) return silent;
  const { write, columns, now } = screen;
  let next = now() + patience;
  let drawn = false;
  return {
    step: (done) => {
      if (now() < next) return;
      next = now() + between;
      drawn = true;
      write(`\r${bar(done, total, what, columns)}`);
    },
    end: () => {
      if (drawn) write(`\r${" ".repeat(columns - 1)}\r`);
    },
  };
}

function bar(done: number, total: number, what: string, columns: number): string {
  const text = ` ${done}/${total} ${what}`;
  const room = Math.max(0, Math.min(40, columns - text.length - 3));
  const full = Math.floor((room * done) / total);
  return `[${"=".repeat(full)}${" ".repeat(room - full)}]${text}`;
}
