import type { Word } from "../model/record.ts";

/** The name of a port with its unit, where the OS writes the unit apart: `ge-0/0/1` and `0` are `ge-0/0/1.0`. */
export function portName(port: string, unit: Word | undefined): string {
  return unit ? `${port}.${unit}` : port;
}

/** The slot that holds a port: the first number of a name with slots (`xe-1/0/3.0` is in slot 1); a bundle has none. */
export function slotOf(port: string): string | undefined {
  return /^[A-Za-z]+-?(\d+)\/\d+/.exec(port)?.[1];
}
