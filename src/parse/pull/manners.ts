import { z } from "zod";

/**
 * A command that only reads, or only changes the manners of its own terminal. No line end, no list of commands, no output
 * into a file (`| redirect`, `| tee`, `>`): a profile of one's own cannot make mirrorwatch write either.
 */
const readOnly =
  /^(?:show|display|terminal (?:length|width|exec prompt|no-timestamp|dont-ask)|set cli (?:screen-length|screen-width|complete-on-space|timestamp)|screen-length|enable|exit|quit|logout)(?: [A-Za-z0-9 .,:/_-]+)?(?: \| (?:display (?:omit|set|inheritance|inheritance no-comments)|no-more|nomore))*$/;

const command = z
  .string()
  .max(200)
  .regex(
    readOnly,
    "must only read: show …, or set the terminal's length or width, or raise the level, or leave",
  );

/** A regular expression, bounded so that no device's text can make it slow. */
const pattern = z
  .string()
  .max(300)
  .refine((text) => isPattern(text), "must be a regular expression")
  .refine((text) => !/[+*}]\)?[+*{]/.test(text), "must not repeat what is repeated already");

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}

/** A level of rights, told by its prompt: the whole last line. */
const level = z.strictObject({
  name: z.string(),
  prompt: pattern,
  /** The level below, and the command that leads from it to this one. */
  from: z.string().optional(),
  by: command.optional(),
  /** What the device then asks; the answer is the credential's enable secret. */
  asks: pattern.optional(),
});

/** `pull:` of a profile: how a device of this os is read over SSH. */
export const pullManners = z
  .strictObject({
    /** `shell`: one terminal, commands behind prompts; `exec`: one channel for each command, no prompt. */
    session: z.enum(["shell", "exec"]),
    /** From the lowest to the highest; empty with `exec`. */
    levels: z.array(level),
    /** The level that shows the whole config. */
    wanted: z.string().optional(),
    /** Prompts of modes that must never be entered. */
    forbidden: z.array(pattern).optional(),
    /** Paging off, width, timestamps off; what the device refuses of these is left. */
    prepare: z.array(command),
    /** Does this login see everything? A lower level hides lines without a word. */
    privilege: z.strictObject({ command, whole: pattern, less: pattern }).optional(),
    /** Prints the whole config; the next in the list when the device refuses the one before. */
    config: z.array(command).min(1),
    /** Prints it whole for a login that `privilege` calls less. */
    unprivileged: command.optional(),
    /** A second view of the same config, which shows what the first may hide. */
    second: z.array(command).optional(),
    /** What the device does, beside what it is told: output of the second vantage. */
    shows: z.array(command),
    /** The last line of a whole config; a prompt that comes before it is waited on. */
    ends: z.string().optional(),
    /** How a line begins that says that a command failed. */
    errors: z.array(z.string().min(2)),
    /** A pager's line; a space asks for more. */
    pagers: z.array(pattern),
    /** A greeting that waits for a key. */
    keys: z.array(pattern),
    /** A device that asks for a new password, for a name, or a yes: mirrorwatch never answers. */
    demands: z.array(z.strictObject({ text: pattern, means: z.string() })),
    leave: command,
  })
  .refine(({ session, levels }) => (session === "shell") === levels.length > 0, {
    path: ["levels"],
    message: "a shell needs levels, exec has none",
  })
  .refine(({ levels, wanted }) => levels.length === 0 || levels.some(({ name }) => name === wanted), {
    path: ["wanted"],
    message: "must be the name of a level",
  });

export type PullManners = z.infer<typeof pullManners>;
