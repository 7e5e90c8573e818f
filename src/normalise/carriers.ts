import type { RecordEnd, RecordParts, Word } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";
import { portName } from "./ports.ts";
import { type Room, takeLines, takeSteps } from "./room.ts";

/**
 * A copy that goes into a VLAN leaves the device by the ports that carry this VLAN: they are told as an option of the
 * session. Lines that say which ports carry which VLANs fall away.
 */
export function tellCarriers(statements: readonly Statement[], room: Room): Statement[] {
  const memberships = statements.filter(({ record }) => record.member?.vlan);
  const others = statements.filter(({ record }) => !record.member?.vlan);
  const carriers = carriersByVlan(memberships);
  return others.flatMap((statement) => [statement, ...carried(statement, carriers, room)]);
}

/** Ports by VLAN, of one context; by name and number as the lines write them. */
interface Carriers {
  readonly ports: Map<string, Set<string>>;
  readonly numbers: Map<string, string>;
}

function carriersByVlan(memberships: readonly Statement[]): ReadonlyMap<string, Carriers> {
  const contexts = new Map<string, Carriers>();
  for (const { record, context, inactive } of memberships) {
    if (inactive) continue;
    const carriers = contexts.get(context ?? "") ?? { ports: new Map(), numbers: new Map() };
    contexts.set(context ?? "", carriers);
    addMembership(carriers, record.member ?? {});
  }
  return contexts;
}

function addMembership({ ports, numbers }: Carriers, { vlan, vlanId, port, unit }: RecordParts): void {
  if (!vlan) return;
  if (vlanId) numbers.set(vlan, vlanId);
  if (!port) return;
  const known = ports.get(vlan) ?? new Set();
  ports.set(vlan, known.add(portName(port, unit)));
}

function carried(statement: Statement, contexts: ReadonlyMap<string, Carriers>, room: Room): Statement[] {
  const carriers = contexts.get(statement.context ?? "");
  const vlan = (statement.record.destination as RecordEnd | null | undefined)?.remoteVlan;
  if (!carriers || !vlan) return [];
  const { session, mechanism } = statement.record;
  const told = (carriedBy: Word): Statement => ({
    ...statement,
    record: { session: session ?? null, mechanism: mechanism ?? null, option: { carriedBy } },
  });
  const ports = portsOf(carriers, vlan, room);
  return ports && takeLines(room, ports.size) ? [...ports].map(told) : [told("too many ports to list")];
}

/** Undefined when there are too many to look through. */
function portsOf({ ports, numbers }: Carriers, vlan: string, room: Room): ReadonlySet<string> | undefined {
  if (!takeSteps(room, ports.size)) return undefined;
  const number = Number(numbers.get(vlan) ?? vlan);
  const found = [...ports].filter(([member]) => member === vlan || holds(member, number));
  const count = found.reduce((sum, [, names]) => sum + names.size, 0);
  return takeSteps(room, count) ? new Set(found.flatMap(([, names]) => [...names])) : undefined;
}

/** `all`, one number, or a range of numbers. */
function holds(member: string, number: number): boolean {
  if (member === "all") return true;
  const [, low, high = low] = /^(\d+)(?:-(\d+))?$/.exec(member) ?? [];
  return low !== undefined && number >= Number(low) && number <= Number(high);
}
