import type { Indicator, Statement } from "../model/statement.ts";

/**
 * Traffic that policy routing or an access map takes to another place, such as a GRE tunnel (TA18-106A): each binding of
 * a policy with a target of its own, on a device that has a tunnel with a far end.
 */
export function diversions(statements: readonly Statement[]): Indicator[] {
  const tunnel = statements.find(({ record }) => record.tunnel?.address);
  const targets = new Map<string, string>();
  for (const { record } of statements)
    if (record.policy?.to && record.policy.map) targets.set(record.policy.map, record.policy.to);
  return statements.flatMap((statement) => [...redirected(statement), ...routed(statement, targets, tunnel)]);
}

function redirected({ record, line, text }: Statement): Indicator[] {
  if (!record.accessMap?.redirect) return [];
  const why = `access map ${record.accessMap.map} sends what it matches to ${record.accessMap.redirect}`;
  return [{ kind: "diversion", line, text: lastLevel(text), why }];
}

function routed(
  { record, line, text }: Statement,
  targets: ReadonlyMap<string, string>,
  tunnel?: Statement,
): Indicator[] {
  const target = record.policy?.apply ? targets.get(record.policy.map ?? "") : undefined;
  if (target === undefined || tunnel?.record.tunnel === undefined || tunnel.record.tunnel === null) return [];
  const { port, address } = tunnel.record.tunnel;
  const why = `policy ${record.policy?.map} sends traffic to ${target}, and ${port} leads to ${address}`;
  return [{ kind: "diversion", line, text: lastLevel(text), why }];
}

/** The statement itself, without the levels it stands in. */
function lastLevel(text: string): string {
  return text.slice(text.lastIndexOf("\t") + 1);
}
