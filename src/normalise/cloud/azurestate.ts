// Listings of Microsoft.Network: virtualNetworkTaps, network interfaces and their tapConfigurations (Azure REST API, az CLI).
import { type Json, type JsonObject, textAt } from "../../model/json.ts";
import type { Destination, State } from "../../model/session.ts";
import { azureScope, azureTapCopy, azureTarget, resourceId } from "./azurecopy.ts";
import { type CloudState, listsNamed, objectsIn, type StateSession } from "./listing.ts";

/** What the listings say of Azure; undefined when none of them is of Azure. */
export function azureState(documents: readonly Json[], given?: string): CloudState | undefined {
  const objects = objectsIn(documents).map((object) => ({ object, id: textAt(object, ["id"]) ?? "" }));
  const taps = new Map(
    objects
      .filter(({ id, object }) => kindOf(id) === "tap" && hasBody(object))
      .map(({ id, object }) => [id.toLowerCase(), object]),
  );
  const configs = new Map<string, string | null>();
  for (const { id, object } of objects)
    if (kindOf(id) === "config") {
      const tap = textAt(object, ["properties", "virtualNetworkTap", "id"], ["virtualNetworkTap", "id"]);
      configs.set(id.toLowerCase(), tap ?? configs.get(id.toLowerCase()) ?? null);
    }
  for (const [id, tap] of taps)
    for (const config of listsNamed([tap], "networkInterfaceTapConfigurations") ?? []) {
      const named = textAt(config, ["id"])?.toLowerCase();
      if (named !== undefined) configs.set(named, configs.get(named) ?? id);
    }
  if (taps.size === 0 && configs.size === 0 && !isEmptyListing(documents, given)) return undefined;
  const used = new Set([...configs.values()].flatMap((tap) => tap?.toLowerCase() ?? []));
  const sessions = [
    ...[...configs].map(([id, tap]) => sessionOf(id, tap, taps)),
    ...[...taps].filter(([id]) => !used.has(id)).map(([id, tap]) => idleTap(id, tap)),
  ];
  const more = objects.some(({ object }) => textAt(object, ["nextLink"]) !== null);
  return {
    cloud: "azure",
    sessions,
    scopes: [...(given === undefined ? [] : [given]), ...sessions.map(({ scope }) => scope)],
    blind: new Map(more ? [["*", "a listing has more pages (nextLink)"]] : []),
  };
}

/** A subscription without taps lists nothing, and says not even whose nothing it is. */
function isEmptyListing(documents: readonly Json[], given: string | undefined): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}/i.test(given ?? "") && documents.length > 0;
}

function kindOf(id: string): "tap" | "config" | undefined {
  if (/\/virtualNetworkTaps\/[^/]+$/i.test(id)) return "tap";
  return /\/networkInterfaces\/[^/]+\/tapConfigurations\/[^/]+$/i.test(id) ? "config" : undefined;
}

/** A mere reference has an id and nothing else. */
function hasBody(object: JsonObject): boolean {
  return Object.keys(object).length > 1;
}

function sessionOf(id: string, tap: string | null, taps: ReadonlyMap<string, JsonObject>): StateSession {
  const read = resourceId(id);
  const copy = azureTapCopy(id, tap);
  const found = tap === null ? undefined : taps.get(tap.toLowerCase());
  const target = found && azureTarget(found, read);
  return {
    scope: azureScope(read),
    session: {
      ...described(copy.destinations, target, found, taps.size > 0),
      name: copy.name ?? id,
      sources: copy.sources,
      filters: [],
    },
  };
}

function described(
  unresolved: readonly Destination[],
  target: Destination | undefined,
  tap: JsonObject | undefined,
  tapsListed: boolean,
) {
  const port = textAt(tap, ["properties", "destinationPort"], ["destinationPort"]);
  const missing: State = tapsListed ? "incomplete" : "unknown";
  return {
    mechanism: "azure-vtap",
    state: target ? stateOf(tap) : missing,
    destinations: target ? [target] : unresolved,
    ...(port === null || port === "4789" ? {} : { options: { port } }),
  };
}

function stateOf(tap: JsonObject | undefined): State {
  const state = textAt(tap, ["properties", "provisioningState"], ["provisioningState"]);
  if (state === null || /^succe/i.test(state)) return "active";
  return /^failed$/i.test(state) ? "inactive" : "unknown";
}

/** A TAP that nothing is copied to: half of a copying. */
function idleTap(id: string, tap: JsonObject): StateSession {
  const read = resourceId(id);
  const target = azureTarget(tap, read);
  return {
    scope: azureScope(read),
    session: {
      name: read.parts[1] ?? id,
      mechanism: "azure-vtap",
      state: "incomplete",
      sources: [],
      destinations: target ? [target] : [],
      filters: [],
    },
  };
}
