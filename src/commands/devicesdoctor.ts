import { Command } from "commander";
import { exit } from "../model/fault.ts";
import { json } from "../report/plain.ts";
import { table } from "../report/table.ts";
import { remedyOf } from "../source/pull/failure.ts";
import type { CommandContext } from "./context.ts";
import { type Check, fail, ok, warn } from "./doctor/check.ts";
import { manual } from "./manual.ts";
import { pullTargets, threadTask } from "./pull/plan.ts";
import type { StartPulling } from "./pull/pulling.ts";
import type { PullRecord } from "./pull/pullrecord.ts";

export function devicesDoctor(context: CommandContext, start: StartPulling): Command {
  const command = new Command("doctor")
    .description("Pull one device, store nothing, and tell each phase with its time and what to change.")
    .argument("<name>", "name of the device")
    .action((name: string) => examine(context, name, start));
  return manual(command, [["mirrorwatch devices doctor core1", "why is core1 not seen whole?"]]);
}

async function examine(context: CommandContext, name: string, start: StartPulling): Promise<void> {
  const { targets, inventory } = pullTargets(context, [name]);
  const pulling = await start(threadTask(context, inventory));
  pulling.add(targets.map((target) => ({ target, bytes: null })));
  pulling.close();
  for await (const record of pulling.records()) tell(context, record);
}

function tell(context: CommandContext, record: PullRecord): void {
  const checks = checksOf(record);
  if (context.options().json) context.out(json({ device: record.target.name, checks, pull: record }));
  else {
    const rows = checks.map(({ status, check, what, remedy }) => [status, check, what, remedy ?? ""]);
    context.out(table(["", "phase", "found", "what to do"], rows, context.screen.columns));
  }
  const bad = checks.some(({ status }) => status === "fail");
  context.exit(bad ? exit.someDevicesFailed : exit.approved);
}

/** One line for each phase that was reached, and one for what ended it. */
export function checksOf(record: PullRecord): readonly Check[] {
  const { target, facts, failure, snapshot, prompt, privilege, shows, second, milliseconds, attempt } =
    record;
  const where = `${target.host}:${target.port}${target.jump === null ? "" : ` through ${target.jump}`}`;
  const checks: Check[] = [];
  const time = (phase: string) => `${Math.round(facts?.phases[phase] ?? 0)} ms`;
  if (facts !== undefined)
    checks.push(
      ok("connection", `${where} in ${time("connect")}`),
      ok("host key", `${facts.hostKey}${facts.accepted ? ", accepted now" : ""}; ${facts.software}`),
      algorithmCheck(record, time("handshake")),
      ok("login", `credential set ${target.credentials} in ${time("login")}`),
    );
  if (prompt !== "") checks.push(ok("prompt", prompt));
  if (privilege === "whole") checks.push(ok("privilege", "the login sees everything"));
  if (failure !== undefined) return [...checks, fail(failure.class, failure.why, remedyOf(failure))];
  const told = `${record.bytes ?? 0} bytes in ${time("session")}: ${snapshot.completeness}`;
  checks.push(
    snapshot.complete
      ? ok("config", told)
      : fail("config", told, "see what the login may not see (docs/pulling.md)"),
    ok(
      "sessions",
      `${snapshot.sessions.length} in the config, ${second?.sessions.length ?? 0} in its second view`,
    ),
    ok(
      "show",
      shows.length === 0
        ? "the device knows none of the commands"
        : shows.map(({ command }) => command).join(", "),
    ),
    ok("time", `${milliseconds} ms in all${attempt > 1 ? ", at the second try" : ""}`),
  );
  return checks;
}

function algorithmCheck({ facts, target }: PullRecord, time: string): Check {
  const { weak, algorithms } = facts!;
  const names = `${algorithms.join(", ")} (set ${target.algorithms}) in ${time}`;
  if (weak.length === 0) return ok("algorithms", names);
  return warn("algorithms", names, `weak: ${weak.join(", ")}; renew the device's SSH when you can`);
}
