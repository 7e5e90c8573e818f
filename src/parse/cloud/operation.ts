import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Cloud, clouds } from "../../model/cloudcall.ts";
import { Fault } from "../../model/fault.ts";
import { packageFolder } from "../catalog.ts";

const name = z.string().regex(/^[A-Za-z][\w./*]*$|\{version\}/, "must be a name as the log has it");
const word = z.string().min(1);

const operation = z.strictObject({
  name,
  effect: z.enum(["create", "change", "delete"]),
  about: z.enum(["session", "target", "filter", "filter-rule", "rule", "capture"]),
  copies: z.boolean().default(false),
  mechanism: word.optional(),
  versions: z.array(word).min(1).optional(),
  resource: z.array(word).default([]),
  holds: z.array(word).default([]),
});

const cloud = z.strictObject({
  log: word,
  field: word,
  services: z.array(word).min(1),
  mechanism: word,
  anchors: z.array(word).min(1),
  versions: z.array(word).default([]),
  operations: z.array(operation).min(1),
  reads: z.array(name).min(1),
});

/** data/cloud-operations.yaml; the file's own head says what each key means. */
export const operationsSchema = z.strictObject({
  version: z.literal(1),
  aws: cloud,
  azure: cloud,
  gcp: cloud,
});

type RawOperation = z.output<typeof operation>;

/** One operation that makes, changes or ends copying. */
export interface CloudOperation extends Omit<RawOperation, "mechanism" | "versions"> {
  readonly cloud: Cloud;
  /** The name without an API version: what observations call it. */
  readonly operation: string;
  readonly mechanism: string;
  /** The names that logs use, each with its version; case apart. */
  readonly forms: readonly string[];
}

export interface CloudOperations {
  readonly operations: readonly CloudOperation[];
  /** Names of operations that only look, in every form. */
  readonly reads: readonly { readonly cloud: Cloud; readonly forms: readonly string[] }[];
  /** Every record of these operations holds one of these texts, in some case. */
  readonly anchors: readonly string[];
  readonly services: Readonly<Record<Cloud, readonly string[]>>;
  /** The operation that a log means by this name; undefined for one that only looks or concerns something else. */
  find(cloud: Cloud, name: string): CloudOperation | undefined;
}

/** @throws Fault `cloud-operations-invalid` */
export function loadOperations(folder: string = packageFolder): CloudOperations {
  const file = join(folder, "data", "cloud-operations.yaml");
  try {
    return operationsOf(operationsSchema.parse(parse(readFileSync(file, "utf8"))));
  } catch (cause) {
    throw new Fault({
      code: "cloud-operations-invalid",
      where: file,
      what: `the list of cloud operations cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
      remedy: "install mirrorwatch again; this file belongs to it",
      cause,
    });
  }
}

function operationsOf(file: z.output<typeof operationsSchema>): CloudOperations {
  const operations = clouds.flatMap((one) =>
    file[one].operations.map((raw) => toOperation(one, raw, file[one])),
  );
  const exact = new Map(operations.map((one) => [`${one.cloud} ${plainName(one.name)}`, one]));
  const patterns = operations.filter((one) => one.name.includes("*"));
  return {
    operations,
    reads: clouds.flatMap((one) =>
      file[one].reads.map((read) => ({ cloud: one, forms: formsOf(read, file[one].versions) })),
    ),
    anchors: clouds.flatMap((one) => file[one].anchors),
    services: { aws: file.aws.services, azure: file.azure.services, gcp: file.gcp.services },
    find: (wanted, given) => {
      const folded = plainName(given);
      const found = exact.get(`${wanted} ${folded}`);
      return found ?? patterns.find((one) => one.cloud === wanted && fits(plainName(one.name), folded));
    },
  };
}

function toOperation(
  cloud: Cloud,
  raw: RawOperation,
  { mechanism, versions }: { mechanism: string; versions: string[] },
) {
  const { name, versions: own = versions, mechanism: way = mechanism, ...rest } = raw;
  const operation = name.replace("{version}.", "");
  return { ...rest, cloud, name, operation, mechanism: way, forms: formsOf(name, own) };
}

function formsOf(name: string, versions: readonly string[]): readonly string[] {
  return name.includes("{version}") ? versions.map((one) => name.replace("{version}", one)) : [name];
}

/** In lower case, without an API version and Google's own prefix: two spellings of one method meet here. */
function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/(^|\.)(?:v\d+(?:(?:alpha|beta)\d*)?|beta|alpha|\{version\})\./, "$1")
    .replace(/^google\.cloud\./, "");
}

/** A pattern with one `*`, which stands for at least one part of the path. */
function fits(pattern: string, text: string): boolean {
  const [head = "", tail = ""] = pattern.split("*");
  return text.length > head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
