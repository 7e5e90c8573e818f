import { compileTemplate, type Template } from "../syslog/template.ts";
import { compileHead, type Head } from "../indent/head.ts";
import type { OutputManners, ShowManners } from "./manners.ts";
import { type Place, placeOf } from "./place.ts";

/** A line with places for its values, ready to be matched. */
export interface Sentence {
  /** What the line begins with, in the case in which it is printed. */
  readonly start: string;
  readonly template: Template;
  readonly places: readonly Place[];
}

/** One column of a table. */
export interface Column {
  readonly title: string;
  readonly place: Place;
}

/** One output of a profile, ready for the reader. */
export interface Output {
  /** The command in words, for people. */
  readonly name: string;
  readonly heads: readonly Head[];
  readonly mechanism: string | undefined;
  readonly opens: readonly Sentence[];
  readonly needs: readonly string[];
  readonly begins: Place | undefined;
  readonly labels: ReadonlyMap<string, Place>;
  readonly lines: readonly Sentence[];
  readonly tables: readonly (readonly Column[])[];
  readonly closes: readonly string[];
  readonly empty: readonly string[];
  /** Sides of a session of which the output tells. */
  readonly tells: ReadonlySet<string>;
}

const compiled = new WeakMap<ShowManners, readonly Output[]>();

/** Compiled once for each profile. */
export function outputsOf(manners: ShowManners): readonly Output[] {
  const outputs = compiled.get(manners) ?? manners.outputs.map(compileOutput);
  compiled.set(manners, outputs);
  return outputs;
}

function compileOutput(manners: OutputManners): Output {
  const labels = new Map(
    Object.entries(manners.labels ?? {}).map(([label, place]) => [label, placeOf(place)]),
  );
  const opens = (manners.opens ?? []).map(sentenceOf);
  const lines = (manners.lines ?? []).map(sentenceOf);
  const tables = (manners.tables ?? []).map(columnsOf);
  const begins = manners.begins === undefined ? undefined : placeOf(manners.begins);
  const places = [
    ...labels.values(),
    ...[...opens, ...lines].flatMap((one) => one.places),
    ...tables.flat().map((column) => column.place),
    ...(begins === undefined ? [] : [begins]),
  ];
  return {
    name: manners.commands[0]!.replaceAll("*", ""),
    heads: manners.commands.map(compileHead),
    mechanism: manners.mechanism,
    opens,
    needs: manners.needs ?? [],
    begins,
    labels,
    lines,
    tables,
    closes: manners.closes ?? [],
    empty: manners.empty ?? [],
    tells: new Set(places.map(({ part }) => part)),
  };
}

function columnsOf(table: Readonly<Record<string, string>>): readonly Column[] {
  return Object.entries(table).map(([title, place]) => ({ title, place: placeOf(place) }));
}

/** The places get names of their own, since a template names its fields by single words. */
function sentenceOf(text: string): Sentence {
  const places: Place[] = [];
  const named = text.replace(
    /\{([\w. -]+)\}/g,
    (_, place: string) => `{p${places.push(placeOf(place)) - 1}}`,
  );
  return { start: text.split("{")[0]!, template: compileTemplate(named), places };
}

/** The values of a line by place, in order; undefined when the line is another one. */
export function readSentence(
  { start, template, places }: Sentence,
  text: string,
): readonly (readonly [Place, string])[] | undefined {
  if (!text.startsWith(start.trimEnd())) return undefined;
  const fields = template.match(text);
  if (fields === null) return undefined;
  const values = places.map((place, at) => [place, fields[`p${at}`] ?? ""] as const);
  const odd = values.some(([{ part }, value]) => part === "session" && (value === "" || /\s/.test(value)));
  return odd ? undefined : values;
}
