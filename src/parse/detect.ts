import { hasLine } from "./line.ts";
import type { Profile } from "./profile.ts";
import type { Detection } from "./signs.ts";

/** Which OS wrote a config text; null when no profile recognises it, and why, in one sentence for a person. */
export interface Detected {
  readonly os: string | null;
  readonly why: string;
}

/** A text is known by its beginning: headers, then statements that other systems do not have. Bytes. */
const searched = 1 << 20;

/** Less than this is no recognition but a guess. */
const leastWeight = 3;

/** Weighs the signs that each profile names. Nothing is decided on a tie: a wrong grammar would read a wrong meaning. */
export function detectOs(bytes: Buffer, profiles: Iterable<Profile>): Detected {
  const text = bytes.subarray(0, searched);
  const ranked = [...profiles]
    .map((profile) => ({ profile, weight: weigh(text, profile.detect) }))
    .filter(({ weight }) => weight >= leastWeight)
    .sort((one, other) => other.weight - one.weight);
  const barred = ranked.map(({ profile }) => meantBy(text, profile.detect));
  const left = ranked.filter((_, index) => barred[index] === undefined);
  const [best, second] = left;
  if (best === undefined) return { os: null, why: unrecognised(barred.find((means) => means !== undefined)) };
  if (second !== undefined && second.weight === best.weight) {
    const titles = `${best.profile.title} or ${second.profile.title}`;
    return { os: null, why: `the text can be ${titles}; name the operating system with --os` };
  }
  return { os: best.profile.os, why: `the text is recognised as ${best.profile.title}` };
}

function unrecognised(means: string | undefined): string {
  if (means === undefined)
    return "no profile recognises the operating system of this text; name it with --os";
  return `the text looks like ${means}, which is not the system whose statements it resembles; name the operating system with --os`;
}

type Sign = Omit<Detection["signs"][number], "weight">;

function weigh(text: Buffer, detection: Detection): number {
  let weight = 0;
  for (const sign of detection.signs) if (stands(text, sign)) weight += sign.weight;
  return weight;
}

function meantBy(text: Buffer, detection: Detection): string | undefined {
  return detection.against?.find((sign) => stands(text, sign))?.means;
}

function stands(text: Buffer, sign: Sign): boolean {
  if (sign.text !== undefined) return text.includes(sign.text);
  if (sign.line !== undefined) return hasLine(text, sign.line, "any");
  if (sign.is !== undefined) return hasLine(text, sign.is, "whole");
  return sign.child !== undefined && hasLine(text, sign.child, "child");
}
