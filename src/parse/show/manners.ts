import { z } from "zod";

/**
 * What a value is: `session`, `mechanism`, `state`, `direction`, or a label of the glossary behind `source.`,
 * `destination.`, `transport.`, `filter.`, `option.` or `member.`; `group`, `remoteVlans`, `user`, `from`, `command`; `aside` for
 * what has no meaning here. A direction may follow: `source.port rx`; `direction rx` holds for the values beside it.
 */
const place = z
  .string()
  .regex(
    /^(?:session|mechanism|state|direction|group|remoteVlans|user|from|command|aside|(?:source|destination|transport|filter|option|member)\.[A-Za-z-]+)(?: (?:rx|tx|both))?$/,
    "a place such as `session`, `source.port rx` or `option.mtu`",
  );

/** A line with its values in braces: `Interface: {source.port}, Direction: {direction}`; `{}` is anything. */
const template = z.string().min(2);

const words = z.record(z.string(), z.string());

const output = z.strictObject({
  /** The command that prints it, as a head of words; the first is its name for people. */
  commands: z.array(z.string()).min(1),
  /** The mechanism of all its sessions, where the output does not tell it. */
  mechanism: z.string().optional(),
  /** The line that begins a session or what else it tells. */
  opens: z.array(template).optional(),
  /** Labels of which one must follow, where other outputs have a line like that too. */
  needs: z.array(z.string()).optional(),
  /** What lines without a label are that follow the opening line. */
  begins: place.optional(),
  /** `Label : value`. */
  labels: z.record(z.string(), place).optional(),
  /** Lines that are no label with its value. */
  lines: z.array(template).optional(),
  /** Tables, by the titles of their columns in order. */
  tables: z.array(z.record(z.string(), place)).optional(),
  /** How a line begins with which something else begins. */
  closes: z.array(z.string()).optional(),
  /** The sentence that says there is nothing. */
  empty: z.array(z.string()).optional(),
});

/** `show:` of a profile: what the OS shows of its sessions, the second vantage beside the config. */
export const showManners = z.strictObject({
  outputs: z.array(output).min(1),
  /** Values that say there is nothing; `*` is any text. */
  nothing: z.array(z.string()).optional(),
  /** What stands in a list of ports and is the device's own processor -> its name in a config. */
  processors: words.optional(),
  /** The value as it is shown -> word of the glossary; `*` is any text. */
  mechanism: words.optional(),
  state: words.optional(),
  direction: words.optional(),
  /** The name as it is shown -> the name of the record. */
  session: words.optional(),
  /** State of a session that shows none. */
  unstated: z.string().optional(),
  /** Mechanisms that exist without a line in the config. */
  inherent: z.array(z.string()).optional(),
  /** Mechanisms that are started by commands and that no config holds; the baseline judges them by what is shown. */
  started: z.array(z.string()).optional(),
  /** Types of bundled interfaces in whose place an output may show their members. */
  bundles: z.array(z.string()).optional(),
  /** Lines of which one stands in each config that holds the VLANs for copies. */
  vlansWhere: z.array(z.string()).optional(),
});

export type ShowManners = z.infer<typeof showManners>;
export type OutputManners = z.infer<typeof output>;
