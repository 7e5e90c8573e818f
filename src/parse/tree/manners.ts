import { z } from "zod";

/** A path pattern: words, `*` one word, `**` any number, `(a|b)` one of these, `*a*` a word that holds a, `[…]` may be absent. */
const path = z.string().min(1);

const indicator = z.strictObject({
  kind: z.enum(["automation", "blind", "intercept", "logging", "diversion"]),
  path,
  /** Only when the statement holds one of these texts, in any case. */
  holds: z.array(z.string().min(1)).optional(),
  /** Why it matters, in words. */
  why: z.string(),
});

/** `config:` of a profile whose configuration is a tree, printed with braces or as `set` lines. */
export const treeManners = z.strictObject({
  shape: z.literal("tree"),
  /** What matters to mirroring; everything else never becomes a string. */
  claims: z.array(path).min(1),
  /**
   * Statements that matter only in an object (a filter) of which a statement of `where` speaks; the object's name is the
   * word behind the first that is one `of` these.
   */
  details: z
    .strictObject({
      of: z.array(z.string()).min(1),
      where: z.array(path).min(1),
      claims: z.array(path).min(1),
    })
    .optional(),
  /** Statements that hold one value: a later command, or a group of higher precedence, replaces it. */
  single: z.array(path).optional(),
  /**
   * Commands may cut keywords short, to `shortest` letters where they mean one keyword; without it they must write them
   * out. `never`: words of the system that begin a keyword and do not stand for it.
   */
  abbreviations: z.strictObject({ shortest: z.number().int().min(1), never: z.array(z.string()) }).optional(),
  /** The statement whose last word is the device's own name. */
  hostname: path,
  /** Containers of whole configurations: `logical-systems LS firewall …`. */
  contexts: z.array(z.string()),
  groups: z.strictObject({
    /** Where groups are defined, the statement that applies them, and the one that stops them. */
    define: z.string(),
    apply: z.string(),
    except: z.string(),
    /** The statement in a group that makes it apply only under a condition. */
    when: z.string(),
    /** A group name that the device fills in -> the groups that it may mean. */
    variables: z.record(z.string(), z.array(z.string())),
    /** Groups of which one device applies only one; `re*` is re0, re1, … They never override each other. */
    alternatives: z.array(z.string()),
  }),
  /** Below `in`, `word NAME` gives its content to the objects that `member X` and `span A to B` name in it. */
  ranges: z
    .strictObject({ in: path, word: z.string(), member: z.string(), span: z.string(), to: z.string() })
    .optional(),
  /** Free data that scripts may turn into configuration, when it holds one of these texts. */
  macros: z.strictObject({ word: z.string(), holds: z.array(z.string()), why: z.string() }).optional(),
  indicators: z.array(indicator).optional(),
  /**
   * Texts that stand where a device leaves something out, in a place where claimed statements could be. `shown`: a
   * statement that makes a device do so; where it is seen, what it hides is seen too.
   */
  placeholders: z.array(
    z.strictObject({ text: z.string().min(3), why: z.string(), shown: z.boolean().optional() }),
  ),
  /** Where a top-level word belongs that only a relative output begins with: `port-mirroring: forwarding-options`. */
  relative: z.record(z.string(), z.string()).optional(),
  completeness: z.strictObject({
    /** A comment that begins so heads a whole brace configuration. */
    header: z.string(),
    /** Statements that only a whole configuration holds, in braces; first words of such lines in `set` form. */
    brace: z.array(path),
    set: z.array(z.string()),
    /** Output forms that are not read, by how they begin, and the command that prints a readable one. */
    refused: z.array(z.strictObject({ begins: z.string(), is: z.string() })),
    command: z.string(),
  }),
});

export type TreeManners = z.infer<typeof treeManners>;
