/** What a change-log message says of one statement of the candidate config. */
export interface Audit {
  readonly user: string | null;
  /** The verb as written: `set`, `delete`, `deactivate`, … */
  readonly verb: string;
  /** The path without its brackets, as in a `set` line; empty when the message has none. */
  readonly path: string;
  /** The value after the change, without quotes; null when the path says it all. */
  readonly value: string | null;
}

/** `User 'x' set: [path] tail`, in older and newer wording (Junos system log reference, UI_CFG_AUDIT_*). */
export function readAudit(text: string): Audit | null {
  const head = /^user '([^']*)' (\w+):?\s*/i.exec(text);
  if (!head) return null;
  const body = text.slice(head[0].length);
  const end = body.startsWith("[") ? pathEnd(body) : -1;
  const user = head[1] || null;
  const verb = head[2]!.toLowerCase();
  if (end < 0) return { user, verb, path: "", value: null };
  return { user, verb, path: body.slice(1, end).trim(), value: newValue(body.slice(end + 1).trim()) };
}

/** A quoted key may hold a bracket; outside quotes the first one ends the path. */
function pathEnd(body: string): number {
  let quoted = false;
  for (let at = 1; at < body.length; at++) {
    if (body[at] === '"') quoted = !quoted;
    if (body[at] === "]" && !quoted) return at;
  }
  return body.indexOf("]");
}

/**
 * `"738 -> "739"`, `<unconfigured> -> "x"`, `unconfigured -- "x"`, `"value"`, `"disable`: the old value has only its
 * opening quote, so the new one begins at the last separator.
 */
function newValue(tail: string): string | null {
  const at = Math.max(tail.lastIndexOf(' -> "'), tail.lastIndexOf(' -- "'));
  const bare = Math.max(tail.lastIndexOf(" -> "), tail.lastIndexOf(" -- "));
  const from = at >= 0 ? at : isOneValue(tail) ? -1 : bare;
  return stated(tail.slice(from < 0 ? 0 : from + 4).trim());
}

function stated(value: string): string | null {
  const plain = unquoted(value);
  return /^(?:<?unconfigured>?)?$/.test(plain) ? null : plain;
}

/** In quotes from end to end, and not the short form `"5 -- 10"`. */
function isOneValue(tail: string): boolean {
  return (
    tail.startsWith('"') && tail.indexOf('"', 1) === tail.length - 1 && !/^"\S+ (?:->|--) \S+"$/.test(tail)
  );
}

function unquoted(value: string): string {
  return value.replace(/^"/, "").replace(/"$/, "");
}

/** The same from the parameters of RFC 5424, where quoting can mislead nobody. The brackets are part of the value. */
export function auditFromParams(params: ReadonlyMap<string, string>): Audit | null {
  const [verb, path] = [params.get("action"), params.get("pathname")];
  if (!verb || path === undefined) return null;
  return {
    user: params.get("username") || null,
    verb: verb.toLowerCase(),
    path: path.trim().replace(/^\[/, "").replace(/\]$/, "").trim(),
    value: stated(params.get("value") ?? ""),
  };
}

/**
 * The statement that the message stands for: `set a b c`, `delete a b`, `deactivate a`. Null when its verb stands for no
 * statement. A load by NETCONF names the file that it edited in front of the path; that is no part of the statement.
 */
export function statementOf(audit: Audit, verbs: ReadonlyMap<string, string>): string | null {
  const verb = verbs.get(audit.verb);
  const path = audit.path.replace(/^edit-config config \S+\s*/, "");
  if (verb === undefined || verb === "change" || path === "") return null;
  const value = audit.value === null ? "" : ` ${quoted(audit.value)}`;
  return `${verb} ${path}${value}`;
}

function quoted(value: string): string {
  return /^[^\s"'[\]{};]+$/.test(value) ? value : `"${value.replaceAll('"', '\\"')}"`;
}
