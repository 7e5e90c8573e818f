import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Fault } from "../model/fault.ts";
import { indentManners } from "./indent/manners.ts";
import { showManners } from "./show/manners.ts";
import { detection } from "./signs.ts";
import { pullManners } from "./pull/manners.ts";
import { syslogManners } from "./syslog/manners.ts";
import { treeManners } from "./tree/manners.ts";

const words = z.record(z.string(), z.string());

/** devices/<os>.yaml: the manners of one os, pure data. Every key is described in docs/adding-an-os.md. */
export const profileSchema = z.strictObject({
  os: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  vendor: z.string(),
  /** Names that other tools give the os; case, hyphens and the like do not matter. */
  aliases: z.array(z.string()).optional(),
  /** Grammar file in grammars/, without `.peggy`. */
  grammar: z.string(),
  /** `indent`: children are indented (Cisco, Arista); `tree`: braces or `set` lines (Junos). */
  config: z.discriminatedUnion("shape", [indentManners, treeManners]),
  detect: detection,
  /** How lines begin behind which a config states when it was last changed, or when it was taken. */
  changed: z.array(z.string().min(3)).optional(),
  /** By which messages the OS says what was typed or changed. */
  syslog: syslogManners.optional(),
  /** How a device is read over SSH; without it the OS is known from backups only. */
  pull: pullManners.optional(),
  /** What the OS shows of its sessions, the second vantage beside the config. */
  show: showManners.optional(),
  /** What the grammar's words mean; the normalise stage applies them. */
  words: z.strictObject({
    /** The vendor's word for a kind of session -> mechanism of the glossary. */
    mechanism: words.optional(),
    /** `no shutdown`, `shut`, … -> `active` or `inactive`. */
    state: words.optional(),
    /** The vendor's word -> `rx`, `tx`, `both`. */
    direction: words.optional(),
    /** The vendor's word -> the name of the one session that it speaks of where it names none. */
    session: words.optional(),
    /** Mechanisms that copy everything until something narrows it. */
    everything: z.array(z.string()).optional(),
    /** Words that speak of a session only where it is stated: they also feed what copies nothing. */
    follows: z.array(z.string()).optional(),
    /** Where a filter stands -> the address families its name is looked up in, where the statement gives none. */
    family: words.optional(),
    /** Family of a filter, or its action -> the families of a session's output that take what it selects. */
    serves: words.optional(),
    /** Types of session that share one list of names, also with lines that state no type. */
    types: z.array(z.string()).optional(),
    /** Shortest accepted prefix, lower case -> full interface type as the OS prints it. */
    interfaces: words.optional(),
    /** What holds where a session does not say it. */
    defaults: z
      .strictObject({
        /** Mechanism of a session that names none: `remote-vlan` or `filter` by what it copies; `tunnel`, `address` or `vlan` by
         * where it goes; else `session`. */
        mechanism: words.optional(),
        /** State of a session that states none: by mechanism, `typed` when it was opened with a type, else `session`. */
        state: words.optional(),
        /** Direction of a source that states none, by mechanism; `both` where nothing is said. */
        direction: words.optional(),
        /** File or `buffer` that a session copies to when it names no destination, by mechanism. */
        file: words.optional(),
        /** Mechanisms that lie dormant, not incomplete, as long as they are applied nowhere. */
        dormant: z.array(z.string()).optional(),
      })
      .optional(),
  }),
});

export type Profile = z.infer<typeof profileSchema>;

/** All profiles of a folder, by os. A new OS is found here by directory listing. */
export function loadProfiles(folder: string): Map<string, Profile> {
  const profiles = new Map<string, Profile>();
  for (const name of readdirSync(folder)
    .filter((entry) => entry.endsWith(".yaml"))
    .sort()) {
    const profile = loadProfile(join(folder, name));
    profiles.set(profile.os, profile);
  }
  return profiles;
}

/** @throws Fault `profile-unreadable`, or `profile-invalid` naming every wrong key. */
export function loadProfile(file: string): Profile {
  const result = profileSchema.safeParse(readYaml(file));
  if (result.success) return result.data;
  throw new Fault({
    code: "profile-invalid",
    where: file,
    what: z.prettifyError(result.error),
    remedy: "mend the profile (docs/adding-an-os.md lists its keys)",
  });
}

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Fault({
      code: "profile-unreadable",
      where: file,
      what: `the profile cannot be read (${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)})`,
      remedy: "check that it is YAML and that this user may read it",
      cause,
    });
  }
}
