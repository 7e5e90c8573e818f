import type { Word } from "../model/record.ts";

/** The name of a port with its unit, where the OS writes the unit apart: `ge-0/0/1` and `0` are `ge-0/0/1.0`. */
export function portName(port: string, unit: Word | undefined): string {
  return unit ? `${port}.${unit}` : port;
}

/**
 * Where a port sits in a chassis, the nearest holder first: `xe-1/0/3.0` is in part `1/0` of slot `1`. A bundle sits nowhere.
 */
export function holdersOf(port: string): readonly string[] {
  const [, slot, part] = /^[A-Za-z]+-?(\d+)\/(\d+)/.exec(port) ?? [];
  return slot === undefined ? [] : [`${slot}/${part}`, slot];
}
