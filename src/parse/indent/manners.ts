import { z } from "zod";

/**
 * The words that a line begins with, in any case: `mon*itor ses*sion`. The star stands after the shortest abbreviation
 * that is read; a word without a star must be written out; `_` is any one word.
 */
const head = z
  .string()
  .regex(/^\S+( \S+)*$/, "words separated by one space, such as `mon*itor ses*sion`")
  .refine((text) => text.split(" ").every(isWord), "a word has at most one star, not at its beginning");

function isWord(word: string): boolean {
  return word === "_" || /^[^*]+\*?[^*]*$/.test(word);
}

const standing = {
  /** It matters only beside a session, and is not sought in automation. */
  helper: z.boolean().optional(),
  /** No statement of this system: what stands there was made for another one, and is reported as unread. */
  foreign: z.boolean().optional(),
  /** Only where the parent line begins like this. */
  under: head.optional(),
  /** Only where a line that is no helper stands under the same parent. */
  beside: z.boolean().optional(),
};

/** `block`: the line and all its children; `line`: only the line, with its ancestors. At any depth. */
const claim = z.union([
  z.strictObject({ block: head, ...standing }),
  z.strictObject({ line: head, ...standing }),
]);

/**
 * Text that is not configuration, from a line that begins with `opens`: up to a delimiter that the line itself chooses
 * (`delimiter: true`), or to a line that says `until`. A line that holds `unless`, or lacks `when`, opens nothing.
 */
const region = z.strictObject({
  opens: head,
  delimiter: z.boolean().optional(),
  until: z.string().optional(),
  unless: z.string().optional(),
  when: z.string().optional(),
  /** Only when nothing follows `opens`: with more words the same line is a statement (`route-policy PASS in`). */
  alone: z.boolean().optional(),
  /** Words directly behind `opens` that make the line a statement: `banner file` names a file. */
  except: head.optional(),
  /** The text is hexadecimal digits and nothing else. */
  hex: z.boolean().optional(),
  /** The text holds commands that run later: why they matter, in words. */
  automation: z.string().optional(),
});

/** A line that runs or hides commands; it is an indicator when it names a claimed head or one of `seeks`. */
const automation = z.strictObject({ line: head, why: z.string(), seeks: z.array(head).optional() });

/** `config:` of a profile whose children are indented. */
export const indentManners = z.strictObject({
  shape: z.literal("indent"),
  /** What matters to mirroring. */
  claims: z.array(claim).min(1),
  /** Modes that claimed lines may stand in, for text that lost its indentation: `l2vpn > xc*onnect gr*oup`. */
  parents: z.array(z.string()),
  regions: z.array(region),
  /** What the device prints as the delimiter of every text, whatever was typed; so the text itself may hold it. */
  delimiters: z.array(z.string().min(1)).optional(),
  /** How lines at the left margin begin that stand in every config, and in no free text. */
  structure: z.array(head).optional(),
  automation: z.array(automation),
  /** The line whose last word is the device's own name. */
  hostname: z.array(head),
  /** Lines after which the config of another part of the device follows: its name is the last word. */
  contexts: z.strictObject({ opens: z.array(head), closes: z.array(head) }).optional(),
  completeness: z.strictObject({
    /** The last line of a whole config; absent on an OS that prints none. */
    end: z.string().optional(),
    /** In every whole config some line begins with one of the first list, some line with one of the second, … */
    signs: z.array(z.array(z.string()).min(1)).min(1),
    /** How a line begins in which the device refuses a command. */
    refusals: z.array(z.string().min(2)),
    /** Commands that print the whole config; any other echoed `show` of it prints a part. */
    commands: z.array(head).min(1),
    /** The header that states how many bytes follow. */
    size: z.string().optional(),
    /** The header that a device prints before a config. */
    header: z.string().optional(),
  }),
});

export type IndentManners = z.infer<typeof indentManners>;
