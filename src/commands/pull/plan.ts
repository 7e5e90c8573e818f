import { Fault } from "../../model/fault.ts";
import { packageFolder } from "../../parse/catalog.ts";
import { type PullInventory, pullInventory } from "../../source/pull/inventory.ts";
import type { PullTarget } from "../../source/pull/target.ts";
import type { PullMark } from "../../store/pulltable.ts";
import type { CommandContext } from "../context.ts";
import type { PullOrder } from "./pullrecord.ts";
import type { ThreadTask } from "./threadmessage.ts";

/** The devices that are named, else all. @throws Fault `devices-none`, `device-unknown`, and as pullInventory */
export function pullTargets(
  context: CommandContext,
  named: readonly string[],
): { readonly targets: readonly PullTarget[]; readonly inventory: PullInventory } {
  const settings = context.settings();
  const inventory = pullInventory(settings);
  const { profiles } = context.catalog();
  const strange = inventory.targets.find(({ os }) => !profiles.has(os));
  if (strange !== undefined) context.catalog().profile(strange.os);
  if (inventory.targets.length === 0) throw none(settings.file);
  if (named.length === 0) return { targets: inventory.targets, inventory };
  const byName = new Map(inventory.targets.map((target) => [target.name.toLowerCase(), target]));
  return { targets: named.map((name) => byName.get(name.toLowerCase()) ?? unknown(name)), inventory };
}

export function threadTask(context: CommandContext, { jumps }: PullInventory): ThreadTask {
  const { pull: settings, credentials, catalog } = context.settings();
  return { settings, credentials, jumps, folders: [packageFolder, ...catalog] };
}

/** Oldest first, with what is known of each; devices that an interrupted run has finished are left out. */
export function pullOrders(
  targets: readonly PullTarget[],
  marks: readonly PullMark[],
  resumes: string | null,
): { readonly orders: readonly PullOrder[]; readonly done: number } {
  const known = new Map(marks.map((mark) => [mark.device, mark]));
  const markOf = ({ name }: PullTarget) => known.get(name.toLowerCase());
  const isDone = (target: PullTarget) => {
    const mark = markOf(target);
    return resumes !== null && mark !== undefined && mark.failure === null && mark.triedAt >= resumes;
  };
  const left = targets
    .filter((target) => !isDone(target))
    .map((target) => ({
      target,
      bytes: markOf(target)?.bytes ?? null,
      triedAt: markOf(target)?.triedAt ?? "",
    }))
    .sort((a, b) => (a.triedAt < b.triedAt ? -1 : a.triedAt > b.triedAt ? 1 : 0));
  return { orders: left.map(({ target, bytes }) => ({ target, bytes })), done: targets.length - left.length };
}

function none(file: string | null): Fault {
  return new Fault({
    code: "devices-none",
    where: file ?? "settings",
    what: "no device is listed that could be pulled",
    remedy:
      "list them under `devices`, or in a file of `deviceFiles` (docs/pulling.md); `mirrorwatch devices import` makes one",
  });
}

function unknown(name: string): never {
  throw new Fault({
    code: "device-unknown",
    where: name,
    what: "no device of this name is listed",
    remedy: "`mirrorwatch devices list` shows the names",
  });
}
