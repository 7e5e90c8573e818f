import { z } from "zod";
import { readEnd, readFilter, type Side } from "../model/phrase.ts";

/** A name or number as YAML reads it: `session: 1` is as good as `session: "1"`. */
const note = z.preprocess((given) => (typeof given === "number" ? String(given) : given), z.string());

const word = note.refine((text) => text.trim() !== "", "must not be empty");

function ends(side: Side) {
  const phrase = z.string().transform((text, { addIssue }) => {
    const read = readEnd(text, side);
    if ("end" in read) return read.end;
    addIssue(read.problem);
    return z.NEVER;
  });
  return z.preprocess((given) => (typeof given === "string" ? [given] : given), z.array(phrase));
}

const filter = z
  .string()
  .refine((text) => text.trim() !== "", "must be a kind and a value, as in vlan 10,20-30");

const filters = z.preprocess(
  (given) => (typeof given === "string" ? [given] : given),
  z.array(filter.transform(readFilter)),
);

const date = z.string().transform((text, { addIssue }) => {
  if (isDate(text)) return text;
  addIssue(`must be a date that exists, as in 2027-06-30 or 2027-06-30T18:00:00Z, not ${text}`);
  return z.NEVER;
});

/** One approval of a baseline file, as docs/baseline.md describes it. */
export const approvalSchema = z.strictObject({
  device: word,
  session: word,
  context: word.optional(),
  mechanism: word.optional(),
  sources: ends("source"),
  destinations: ends("destination"),
  filters: filters.prefault([]),
  principals: z
    .preprocess((given) => (typeof given === "string" ? [given] : given), z.array(word))
    .optional(),
  state: z.literal("inactive").optional(),
  required: z.boolean().default(false),
  owner: note.default(""),
  ticket: note.default(""),
  reason: note.default(""),
  from: date.optional(),
  until: date.optional(),
});

/** A named place where copies may end. */
export const collectorSchema = z.strictObject({
  name: word,
  device: word.optional(),
  destinations: ends("destination"),
  owner: note.default(""),
  ticket: note.default(""),
  reason: note.default(""),
});

const tagName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+$/, "must be a name of letters, digits, dots, dashes and underscores");

const tagDevices = z.preprocess((given) => (typeof given === "string" ? [given] : given), z.array(word));

export const baselineSchema = z.strictObject({
  version: z.literal(1),
  collectors: z.array(collectorSchema).prefault([]),
  tags: z.record(tagName, tagDevices).prefault({}),
  approvals: z.array(approvalSchema).prefault([]),
  /** Proposed and not approved: read for errors, and left out. */
  review: z.array(approvalSchema).prefault([]),
});

/** A day or a moment with its zone; days that no calendar has are none. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.exec(text);
  if (!match || Number.isNaN(Date.parse(text))) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
