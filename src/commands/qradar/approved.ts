import { Command } from "commander";
import { judgeSession } from "../../compare/sessionjudge.ts";
import { type SetChange, syncSet } from "../../deliver/qradar/referenceset.ts";
import { json } from "../../report/plain.ts";
import type { Store } from "../../store/store.ts";
import type { CommandContext } from "../context.ts";
import { moment, withStore } from "../desk.ts";
import { manual } from "../manual.ts";
import { openConsole } from "./access.ts";

/** The reference set that rules and queries can ask. */
const setName = "Mirrorwatch - Approved Session Fingerprints";
const description =
  "Fingerprints of mirror sessions that are approved now; kept by mirrorwatch (docs/qradar.md)";

/** `mirrorwatch qradar approved`: what is approved, as a reference set. */
export function approvedCommand(context: CommandContext): Command {
  const command = new Command("approved")
    .description("Keep the reference set of approved sessions' fingerprints as the baseline says.")
    .option("--apply", "change the set (default: only say what would change)", false)
    .action(({ apply }: { readonly apply: boolean }) =>
      withStore(context, async (store) => {
        const values = approvedFingerprints(store, moment(context));
        const console = await openConsole(context);
        const change = await syncSet(console, { name: setName, description, values }, { dryRun: !apply });
        if (context.options().json) context.out(json({ dryRun: !apply, set: setName, ...change }));
        else context.out(`${inWords(change, apply)}\n`);
      }),
    );
  return manual(command, [["mirrorwatch qradar approved --apply", "from cron, after the audit"]]);
}

/** Fingerprints of the sessions of the newest complete snapshots that lie inside an approval. @param now ISO 8601 */
export function approvedFingerprints(
  store: Pick<Store, "estate" | "baseline" | "reading">,
  now: string,
): readonly string[] {
  return store.reading(() => {
    const baseline = store.baseline();
    const approved = store
      .estate()
      .filter(
        ({ device, session }) => judgeSession({ device, os: "" }, session, baseline, now) === undefined,
      );
    return [...new Set(approved.map(({ session }) => session.fingerprint))].sort();
  });
}

function inWords({ added, removed, same }: SetChange, apply: boolean): string {
  const done = apply ? "" : "would be ";
  return `${setName}: ${added.length} ${done}added, ${removed.length} ${done}removed, ${same} there`;
}
