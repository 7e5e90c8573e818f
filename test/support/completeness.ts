import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadProfiles } from "../../src/parse/profile.ts";

/** A folder that holds what an installation knows of operating systems, and one with their fixtures. */
export interface Parts {
  /** Holds `grammars/` and `devices/`. */
  readonly catalog: string;
  /** Holds one folder for each os, with one folder for each case. */
  readonly fixtures: string;
}

/** The files that an os lacks: each os is one profile, one grammar and one fixture folder, and each of them has an os. */
export function missingParts({ catalog, fixtures }: Parts): readonly string[] {
  const profiles = [...loadProfiles(join(catalog, "devices")).values()];
  const systems = new Set(profiles.map(({ os }) => os));
  return [
    ...profiles.flatMap(({ os, grammar }) => [
      ...absent(join(catalog, "devices", `${os}.yaml`)),
      ...absent(join(catalog, "grammars", `${grammar}.peggy`)),
      ...(cases(join(fixtures, os)).length > 0 ? [] : [join(fixtures, os, "CASE")]),
    ]),
    ...unusedGrammars(
      catalog,
      profiles.map(({ grammar }) => grammar),
    ),
    ...cases(fixtures)
      .filter((os) => !systems.has(os) && os !== header && os !== cloud)
      .map((os) => join(catalog, "devices", `${os}.yaml`)),
  ];
}

/** The log header has a grammar and fixtures of its own; it is no os. Neither is a cloud's audit log. */
const header = "syslog";
const cloud = "cloud";

function unusedGrammars(catalog: string, used: readonly string[]): readonly string[] {
  return readdirSync(join(catalog, "grammars"))
    .filter((file) => file.endsWith(".peggy"))
    .map((file) => file.replace(/\.peggy$/, ""))
    .filter((name) => name !== header && !used.includes(name))
    .map((name) => join(catalog, "devices", `${name}.yaml`));
}

function absent(file: string): readonly string[] {
  return existsSync(file) ? [] : [file];
}

function cases(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
