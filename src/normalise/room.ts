/**
 * How much the joins of one text may multiply its lines. It grows with the text, so that no text costs more than its
 * length; whoever finds no room tells less detail, never fewer sessions, and `short` says so.
 */
export interface Room {
  /** Steps along references between lines. */
  steps: number;
  /** Lines that joins may add. */
  lines: number;
  short: boolean;
}

const fewestSteps = 20_000;
const stepsPerLine = 50;
const fewestLines = 10_000;
const linesPerLine = 2;

/** Room for the joins of a text with so many statements: several times what the largest real device needs. */
export function roomFor(statements: number): Room {
  return {
    steps: fewestSteps + stepsPerLine * statements,
    lines: fewestLines + linesPerLine * statements,
    short: false,
  };
}

/** Takes room for so many lines, if there is that much. */
export function takeLines(room: Room, count: number): boolean {
  return take(room, "lines", count);
}

export function takeSteps(room: Room, count: number): boolean {
  return take(room, "steps", count);
}

function take(room: Room, of: "steps" | "lines", count: number): boolean {
  if (count > room[of]) {
    room.short = true;
    return false;
  }
  room[of] -= count;
  return true;
}

/** Why nothing may be concluded from what is absent, when the room did not do. */
export const shortOfRoom =
  "the statements join to more sources, members or ports than can be listed; what is not listed is told as `all` or by its name";
