import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { Fault } from "../model/fault.ts";
import { formatEvent } from "../report/eventline.ts";
import { reason } from "../source/configfolder.ts";
import type { StepTaken } from "../store/store.ts";
import type { CommandContext } from "./context.ts";

/** Writes the events of these steps as they would leave for QRadar, one LEEF line each. To be called once. */
export type EventFile = (steps: readonly StepTaken[]) => void;

/**
 * The file that `--events` names, `-` for stdout. It is opened now, so that a wrong path is told before anything is done.
 *
 * @throws Fault `events-unwritable`
 */
export function eventFile(context: CommandContext, named: string): EventFile {
  const { host, format } = context.settings().deliver;
  const options = { host, format, version: context.version };
  const text = (steps: readonly StepTaken[]) =>
    steps.map(({ event }) => `${formatEvent(event, options)}\n`).join("");
  if (named === "-") return (steps) => context.out(text(steps));
  const path = resolve(context.cwd, named);
  const file = guarded(path, () => openSync(path, "w"));
  return (steps) =>
    guarded(path, () => {
      writeSync(file, text(steps));
      closeSync(file);
    });
}

function guarded<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    throw new Fault({
      code: "events-unwritable",
      where: path,
      what: `the events cannot be written (${reason(cause)})`,
      remedy: "check the path given to --events; events of findings that are stored wait in the outbox",
      cause,
    });
  }
}
