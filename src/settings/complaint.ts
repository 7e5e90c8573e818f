import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type LineCounter,
  type Node,
} from "yaml";
import type { z } from "zod";
import { nearest } from "./nearest.ts";

type Issue = z.core.$ZodIssue;

/** Where in a YAML text an issue lies, as far as the text goes along its path. */
interface Place {
  readonly path: string;
  readonly line: number;
  /** The value that stands there; undefined when the last key of the path is absent. */
  readonly value: unknown;
}

/** One sentence for each thing that is wrong: line, path, what stands there, what is allowed, the nearest spelling. */
export function complaints(
  issues: readonly Issue[],
  document: Document,
  lines: LineCounter,
  schema: z.ZodType,
  noun = "a setting",
): string[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      const place = locate(document, lines, issue.path);
      return [`line ${place.line}: ${place.path || "the file"} ${sentence(issue, place.value)}`];
    }
    const allowed = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const { path, line } = locate(document, lines, [...issue.path, key]);
      return `line ${line}: ${path} is not ${noun}${suggestion(key, allowed)}; allowed here: ${allowed.join(", ")}`;
    });
  });
}

function sentence(issue: Issue, value: unknown): string {
  if (value === undefined && issue.code === "invalid_type")
    return `is missing; it must be ${inWords(issue.expected)}`;
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("must")
        ? issue.message
        : `must be ${inWords(issue.expected)}, not ${kindOf(value)}`;
    case "invalid_value": {
      const allowed = issue.values.map(String);
      return `must be ${allowed.join(" or ")}${suggestion(String(value), allowed)}`;
    }
    case "too_small":
      return issue.message.startsWith("must") ? issue.message : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.message.startsWith("must") ? issue.message : `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function suggestion(given: string, allowed: readonly string[]): string {
  const near = nearest(given, allowed);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
  null: "empty",
};

function inWords(kind: string): string {
  return kinds[kind] ?? kind;
}

function kindOf(value: unknown): string {
  if (value === null) return inWords("null");
  return inWords(Array.isArray(value) ? "array" : typeof value);
}

/** Follows a path through the YAML nodes; a list that was written as one value has no index of its own. */
function locate(document: Document, lines: LineCounter, path: readonly PropertyKey[]): Place {
  let node: unknown = document.contents;
  let line = 1;
  const walked: PropertyKey[] = [];
  for (const key of path) {
    if (!isCollection(node)) break;
    const pair = isMap(node) ? node.items.find((item) => keyText(item.key) === String(key)) : undefined;
    const next: unknown = isMap(node) ? pair?.value : node.items[Number(key)];
    walked.push(key);
    line = lineOf(pair?.key ?? next ?? node, lines) ?? line;
    node = next;
    if (next === undefined) break;
  }
  return {
    path: walked.map(String).join("."),
    line,
    value: standsThere(isAlias(node) ? node.resolve(document) : node),
  };
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function lineOf(node: unknown, lines: LineCounter): number | undefined {
  const start = isNode(node) ? node.range?.[0] : isPair(node) ? (node.key as Node).range?.[0] : undefined;
  return start === undefined ? undefined : lines.linePos(start).line;
}

/** As much of a value as a sentence needs: a scalar itself, of a list or map only its kind. */
function standsThere(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isCollection(node)) return isMap(node) ? {} : [];
  return node ?? undefined;
}

/** The keys that the schema allows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here = unwrap(schema);
  for (const key of path) here = unwrap(step(here, String(key)));
  return Object.keys(here?.shape ?? {});
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

function unwrap(schema: z.ZodType | undefined): Definition | undefined {
  const definition = schema?._zod.def as Definition | undefined;
  if (definition?.innerType) return unwrap(definition.innerType);
  if (definition?.type !== "pipe") return definition;
  const inner = unwrap(definition.in);
  return inner?.type === "transform" ? unwrap(definition.out) : inner;
}

function step(here: Definition | undefined, key: string): z.ZodType | undefined {
  return here?.shape?.[key] ?? here?.element ?? here?.valueType;
}
