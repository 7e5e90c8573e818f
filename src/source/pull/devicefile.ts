import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { Fault } from "../../model/fault.ts";
import { complaints } from "../../settings/complaint.ts";
import { deviceEntries } from "../../settings/pullload.ts";
import { deviceEntry, type RawDevice } from "../../settings/pullschema.ts";
import type { DeviceEntry } from "../../settings/pullsettings.ts";
import { csvRows } from "./csv.ts";

const fileSchema = z.record(z.string(), deviceEntry);

/**
 * Reads a file of devices: YAML as under `devices` of the settings, or CSV with a head line of the same keys and `name`.
 *
 * @throws Fault `devices-unreadable`, `devices-invalid` that names every wrong line
 */
export function readDeviceFile(file: string): Map<string, DeviceEntry> {
  const text = textOf(file);
  return /\.csv$/i.test(file) ? fromCsv(file, text) : fromYaml(file, text);
}

function textOf(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new Fault({
      code: "devices-unreadable",
      where: file,
      what: `the file of devices cannot be read (${(cause as Error).message})`,
      remedy:
        "check the path (`deviceFiles` of the settings), that this user may read it, and that it is UTF-8 text",
      cause,
    });
  }
}

function fromYaml(file: string, text: string): Map<string, DeviceEntry> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw invalid(file, [`line ${lines.linePos(broken.pos[0]).line}: ${broken.message.split("\n")[0]}`]);
  const found = fileSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (found.success) return deviceEntries(found.data);
  throw invalid(file, complaints(found.error.issues, document, lines, fileSchema, "a key of a device"));
}

function fromCsv(file: string, text: string): Map<string, DeviceEntry> {
  const [head, ...rows] = csvRows(text, ",");
  const keys = (head?.cells ?? []).map((key) => key.trim());
  const wrong: string[] = [];
  if (!keys.includes("name") || !keys.includes("os"))
    throw invalid(file, ["line 1: the head must name the columns, `name` and `os` among them"]);
  const raw: Record<string, RawDevice> = {};
  for (const { line, cells } of rows) {
    const given = Object.fromEntries(keys.map((key, at) => [key, (cells[at] ?? "").trim()]));
    const {
      name = "",
      port,
      ...rest
    } = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
    const found = deviceEntry.safeParse({ ...rest, ...(port === undefined ? {} : { port: Number(port) }) });
    if (name === "") wrong.push(`line ${line}: the device has no name`);
    else if (found.success) raw[name] = found.data;
    else
      wrong.push(
        ...found.error.issues.map(
          (issue) => `line ${line}: ${issue.path.join(".") || name} ${issue.message}`,
        ),
      );
  }
  if (wrong.length > 0) throw invalid(file, wrong);
  return deviceEntries(raw);
}

function invalid(file: string, wrong: readonly string[]): Fault {
  return new Fault({
    code: "devices-invalid",
    where: file,
    what:
      wrong.length === 1 ? wrong[0]! : `${wrong.length} things are wrong\n${wrong.slice(0, 50).join("\n")}\n`,
    remedy: "mend the file; docs/pulling.md describes it",
  });
}
