// The pipeline sentence: source -> parse -> normalise -> compare -> report. This file only joins the stages.
import type { SnapshotRecord } from "./model/snapshot.ts";
import { normaliseReading } from "./normalise/normalise.ts";
import type { Catalog } from "./parse/catalog.ts";
import { readConfig } from "./parse/config.ts";
import { detectOs } from "./parse/detect.ts";
import { plainText } from "./parse/encoding.ts";

/** What is known of a config text from outside. */
export interface Inspection {
  /** Stands for the device when the text names none: file name, inventory. */
  readonly name: string;
  /** Overrules what the text looks like. */
  readonly os?: string;
  readonly catalog: Catalog;
}

/**
 * What a config text says of mirroring. A text that no profile recognises gives os `unknown` and is not complete.
 *
 * @throws Fault `os-unknown` for an os that was asked for, `grammar-unreadable`, `grammar-invalid`.
 */
export function inspect(bytes: Uint8Array, { name, os: asked, catalog }: Inspection): SnapshotRecord {
  const detected =
    asked === undefined ? detectOs(plainText(bytes).bytes, catalog.profiles) : { os: asked, why: "" };
  if (detected.os === null) return unknownText(name, bytes.length === 0 ? "the text is empty" : detected.why);
  const { os } = detected;
  const profile = catalog.profile(os);
  const reading = readConfig(bytes, profile, catalog.grammar(os));
  const { sessions, indicators, unread } = normaliseReading(reading, profile);
  const { complete, completeness } = reading;
  return { device: reading.hostname ?? name, os, complete, completeness, sessions, unread, indicators };
}

function unknownText(name: string, why: string): SnapshotRecord {
  return {
    device: name,
    os: "unknown",
    complete: false,
    completeness: why,
    sessions: [],
    unread: [],
    indicators: [],
  };
}
