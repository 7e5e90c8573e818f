import { join } from "node:path";
import { Fault } from "../model/fault.ts";
import type { StatementRecord } from "../model/record.ts";
import { type Grammar, loadGrammar } from "./grammar.ts";
import { loadProfiles, type Profile } from "./profile.ts";

/** A folder that holds `grammars/` and `devices/`: the package itself, and what a user adds. */
export type CatalogFolder = string;

/** Every operating system that this installation can read. */
export interface Catalog {
  /** Profiles by os. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** @throws Fault `os-unknown` naming the ones that are known. */
  profile(os: string): Profile;
  /** Loaded when it is first asked for. @throws Fault `os-unknown`, `grammar-unreadable`, `grammar-invalid`. */
  grammar(os: string): Grammar<StatementRecord>;
}

interface Entry {
  readonly folder: CatalogFolder;
  readonly profile: Profile;
}

/** The package's own folder, in a checkout and in dist/ alike. */
export const packageFolder: CatalogFolder = join(import.meta.dirname, "..", "..");

/**
 * Reads the profiles of each folder; a later folder's profile takes the place of an earlier one of the same os, and its
 * grammar is looked for in its own folder.
 *
 * @throws Fault `profile-invalid`, `catalog-unreadable`.
 */
export function loadCatalog({
  folders = [packageFolder],
}: {
  folders?: readonly CatalogFolder[];
} = {}): Catalog {
  const entries = new Map<string, Entry>();
  for (const folder of folders)
    for (const [os, profile] of profilesOf(folder)) entries.set(os, { folder, profile });
  const grammars = new Map<string, Grammar<StatementRecord>>();
  const entry = (os: string) => entries.get(os) ?? unknownOs(os, [...entries.keys()]);
  return {
    profiles: new Map([...entries].map(([os, { profile }]) => [os, profile])),
    profile: (os) => entry(os).profile,
    grammar: (os) => {
      const known = grammars.get(os) ?? grammarOf(entry(os));
      grammars.set(os, known);
      return known;
    },
  };
}

function grammarOf({ folder, profile }: Entry): Grammar<StatementRecord> {
  return loadGrammar(join(folder, "grammars", `${profile.grammar}.peggy`));
}

function profilesOf(folder: CatalogFolder): Map<string, Profile> {
  try {
    return loadProfiles(join(folder, "devices"));
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault({
      code: "catalog-unreadable",
      where: join(folder, "devices"),
      what: "the folder of device profiles cannot be read",
      remedy: "it holds one YAML file for each operating system (docs/adding-an-os.md)",
      cause,
    });
  }
}

function unknownOs(os: string, known: readonly string[]): never {
  throw new Fault({
    code: "os-unknown",
    where: os,
    what: "no profile describes this operating system",
    remedy: `name one of ${[...known].sort().join(", ")}, or add a profile (docs/adding-an-os.md)`,
  });
}
