/** Who typed, and from where. */
export interface Actor {
  readonly user: string | null;
  /** An address where one is known, else the line or console. */
  readonly from: string | null;
}

/** A terminal line, as devices name it: `console`, `con 0`, `vty2`, `tty10`, `pts/0`. */
const terminalLine = /^(?:con|cons|console|vty|tty|aux|pts)[ /]?\d*$/i;

/**
 * Devices write the line in the user's place when nobody logged in by name: that is no user. An address of zeros stands for
 * a console.
 */
export function actorOf(given: { user: string | null; from: string | null; line: string | null }): Actor {
  const named = given.user?.trim() ?? "";
  const isLine = terminalLine.test(named);
  const user = named === "" || isLine || /^unknown(?: user)?$|^n\/a$/i.test(named) ? null : named;
  const address = given.from === "0.0.0.0" || given.from === "" ? null : given.from;
  return { user, from: address ?? given.line ?? (isLine ? named : null) };
}
