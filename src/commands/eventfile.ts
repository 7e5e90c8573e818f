import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Fault } from "../model/fault.ts";
import { formatLeef } from "../report/leef.ts";
import { reason } from "../source/configfolder.ts";
import type { StepTaken } from "../store/store.ts";
import type { CommandContext } from "./context.ts";

/**
 * Writes the events of these steps as they would leave for QRadar, one LEEF line each; `-` is stdout.
 *
 * @throws Fault `events-unwritable`; what was found is stored and its events wait in the outbox all the same.
 */
export function writeEvents(context: CommandContext, file: string, steps: readonly StepTaken[]): void {
  const { host, format } = context.settings().deliver;
  const lines = steps.map(({ event }) => formatLeef(event, { host, format, version: context.version }));
  const text = lines.map((line) => `${line}\n`).join("");
  if (file === "-") context.out(text);
  else writeText(resolve(context.cwd, file), text);
}

function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new Fault({
      code: "events-unwritable",
      where: path,
      what: `the events cannot be written (${reason(cause)})`,
      remedy:
        "check the path given to --events; the findings are stored, and their events wait in the outbox",
      cause,
    });
  }
}
