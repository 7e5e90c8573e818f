import type { RecordEnd } from "../model/record.ts";
import type { Statement } from "../model/statement.ts";

/**
 * A port that is its own far end: what leaves by one of its units comes in at the other. A destination that names such a
 * unit goes to the peer, `via` the unit that is named.
 */
export function resolvePeers(statements: readonly Statement[]): Statement[] {
  const peers = new Map<string, Statement>();
  for (const statement of statements) {
    const { tunnel } = statement.record;
    if (tunnel?.peer && !statement.inactive) peers.set(peerKey(statement, tunnel.port), statement);
  }
  return statements.flatMap((statement) => resolved(statement, peers));
}

function peerKey({ context }: Statement, port: string): string {
  return [context ?? "", port].join("\t");
}

/** The peer's own line becomes a line of the session: a change of the peer alone redirects the copy. */
function resolved(statement: Statement, peers: ReadonlyMap<string, Statement>): Statement[] {
  const end = statement.record.destination as RecordEnd | null | undefined;
  const crossing = end?.port ? peers.get(peerKey(statement, end.port)) : undefined;
  const peer = crossing?.record.tunnel?.peer;
  if (!crossing || !peer || !end?.port) return [statement];
  const { session, mechanism } = statement.record;
  const destination = { ...end, port: peer, via: end.port };
  return [
    { ...statement, record: { ...statement.record, destination } },
    { ...statement, line: crossing.line, record: { session: session ?? null, mechanism: mechanism ?? null } },
  ];
}
