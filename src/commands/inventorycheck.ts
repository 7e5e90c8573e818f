import { Fault } from "../model/fault.ts";
import type { CommandContext } from "./context.ts";

/** Every os that the settings name can be read. @throws Fault `settings-invalid` that names those that cannot */
export function checkSystems(context: Pick<CommandContext, "settings" | "catalog">): void {
  const { inventory, configs, file } = context.settings();
  const named = [
    ...[...inventory].map(([device, { os }]) => ({ place: `inventory.${device}`, os })),
    ...configs.map(({ folder, os }) => ({ place: `configs (${folder})`, os })),
  ];
  if (!named.some(({ os }) => os !== null)) return;
  const { profiles } = context.catalog();
  const wrong = named.filter(({ os }) => os !== null && !profiles.has(os));
  if (wrong.length === 0) return;
  throw new Fault({
    code: "settings-invalid",
    where: file ?? "settings",
    what: wrong.map(({ place, os }) => `${place} names the os ${os}, which no profile has`).join("; "),
    remedy: `known are ${[...profiles.keys()].join(", ")}`,
  });
}
