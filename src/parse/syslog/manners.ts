import { z } from "zod";

/** What a template may keep; `when` may look at all of them. */
const fields = [
  "user",
  "from",
  "line",
  "id",
  "command",
  "outcome",
  "applet",
  "action",
  "commit",
  "message",
  "time",
  "",
];

const template = z
  .string()
  .min(1)
  .refine(
    (text) => [...text.matchAll(/\{([^}]*)\}/g)].every(([, name]) => fields.includes(name!)),
    `between braces stands nothing, or one of ${fields.slice(0, -1).join(", ")}`,
  );

/** A star is any text; the longest part between stars is what the receiver searches for. */
const tag = z
  .string()
  .refine(
    (glob) => glob.split("*").some((part) => part.length > 3),
    "a tag has a fixed part of four characters",
  );

const oneOrMore = (item: z.ZodString) =>
  z.union([item, z.array(item).min(1)]).transform((given) => (typeof given === "string" ? [given] : given));

/** One message that says something about the device's config. Without `text`, any text is meant. */
const message = z.strictObject({
  /** `%SYS-*-CONFIG_I`: a star is any text, so that severity and subfacility do not matter. */
  tag: oneOrMore(tag),
  kind: z.enum(["command", "change", "session-state", "tamper", "other"]),
  /** Templates such as `Configured from {} by {user} on {line} ({from})`; the first that fits is taken. */
  text: oneOrMore(template).optional(),
  /** What a field must look like (`*` is any text, case is ignored) for the message to be meant. */
  when: z.record(z.string(), z.array(z.string())).optional(),
  /** Field -> name of the RFC 5424 parameter that holds it; taken before the text. */
  params: z.record(z.string(), z.string()).optional(),
  /** The text is `User 'x' set: [path] old -- "new"`, and the command is the statement that it stands for. */
  audit: z.boolean().optional(),
  /** What stands between several commands of one message. */
  joined: z.string().optional(),
  /** What the message says of the candidate config. */
  step: z.enum(["commit", "rollback"]).optional(),
});

/** A command's first words in any case: the star stands after the shortest abbreviation, `_` is any word, `@` an IP address. */
const command = z.string().regex(/^\S+( \S+)*$/, "words separated by one space, such as `no logg*ing ho*st`");

/** `syslog:` of a profile: by which messages an OS says what was typed or changed. */
export const syslogManners = z.strictObject({
  messages: z.array(message),
  /** Names that may stand before a tag with explicit priority: `%INTERACT-6-UI_COMMIT`. */
  facilities: z.array(z.string()).optional(),
  /** Lines of a local accounting log, which has no header: templates with `{time}`, `{user}`, `{command}`, …. */
  accounting: z.array(template).optional(),
  /** Commands that turn logging, archive or accounting off. */
  tamper: z.array(command).optional(),
  /** The verb of an audit message -> the verb of the statement that it stands for, or `change` when it stands for none. */
  verbs: z.record(z.string(), z.string()).optional(),
});

export type SyslogManners = z.infer<typeof syslogManners>;
export type MessageManners = z.infer<typeof message>;
