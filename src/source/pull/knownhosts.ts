import { createHmac } from "node:crypto";

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  /** Names and patterns as they stand; one hashed name begins with `|1|`. */
  readonly names: readonly string[];
  readonly marker?: "revoked" | "cert-authority";
  readonly type: string;
  /** The public key in base64, without padding. */
  readonly key: string;
}

export interface KnownHosts {
  readonly hosts: readonly KnownHost[];
  /** Lines that are none, by number. */
  readonly unread: readonly number[];
}

/** What a file says of one host. */
export interface HostKeys {
  /** Keys of this host, by type and base64. */
  readonly known: readonly { readonly type: string; readonly key: string }[];
  readonly revoked: ReadonlySet<string>;
  /** A `@cert-authority` line names it; certificates are not read. */
  readonly authority: boolean;
}

const line =
  /^(?:@(?<marker>revoked|cert-authority)[ \t]+)?(?<names>[^\s@#][^\s]*)[ \t]+(?<type>[a-z0-9@.-]+)[ \t]+(?<key>[A-Za-z0-9+/]{16,}={0,2})(?:[ \t].*)?$/;

export function readKnownHosts(text: string): KnownHosts {
  const hosts: KnownHost[] = [];
  const unread: number[] = [];
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const host = readLine(trimmed);
    if (host === undefined) unread.push(at + 1);
    else hosts.push(host);
  }
  return { hosts, unread };
}

function readLine(text: string): KnownHost | undefined {
  const found = line.exec(text)?.groups;
  if (!found) return undefined;
  const { marker, names, type, key } = found as Record<string, string>;
  // The key's own text begins with its type: a line whose two differ is broken or forged.
  if (typeOf(Buffer.from(key!, "base64")) !== type) return undefined;
  return {
    names: names!.split(","),
    ...(marker === undefined ? {} : { marker: marker as "revoked" | "cert-authority" }),
    type,
    key: unpadded(key!),
  };
}

/** The type that a public key states of itself (RFC 4253, section 6.6); empty when it is none. */
export function typeOf(key: Buffer): string {
  if (key.length < 4) return "";
  const size = key.readUInt32BE(0);
  return size > 64 || 4 + size > key.length ? "" : key.toString("latin1", 4, 4 + size);
}

export function keyText(key: Buffer): string {
  return unpadded(key.toString("base64"));
}

function unpadded(key: string): string {
  return key.replace(/=+$/, "");
}

/** The name under which a host is listed: `host`, or `[host]:port` for any port but 22. */
export function hostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Finds the lines of a host: plain names at once, patterns and hashed names one by one. */
export interface HostIndex {
  add(hosts: readonly KnownHost[]): void;
  keys(host: string, port: number): HostKeys;
}

export function hostIndex(): HostIndex {
  const plain = new Map<string, KnownHost[]>();
  const others: KnownHost[] = [];
  const put = (name: string, host: KnownHost) => {
    const there = plain.get(name);
    if (there === undefined) plain.set(name, [host]);
    else there.push(host);
  };
  return {
    add: (hosts) => {
      for (const host of hosts)
        if (host.names.some((name) => /[*?!|]/.test(name))) others.push(host);
        else for (const name of host.names) put(name.toLowerCase().replace(/^\[(.*)\]:22$/, "$1"), host);
    },
    keys: (host, port) => {
      const name = hostName(host, port);
      return keysAmong([...(plain.get(name) ?? []), ...others.filter(({ names }) => covers(names, name))]);
    },
  };
}

function keysAmong(mine: readonly KnownHost[]): HostKeys {
  return {
    known: mine.filter(({ marker }) => marker === undefined).map(({ type, key }) => ({ type, key })),
    revoked: new Set(mine.filter(({ marker }) => marker === "revoked").map(({ key }) => key)),
    authority: mine.some(({ marker }) => marker === "cert-authority"),
  };
}

/** A list covers a name that one of its patterns matches and none of its `!` patterns does. */
function covers(names: readonly string[], name: string): boolean {
  const hit = (pattern: string) => matchesName(pattern, name);
  if (names.some((one) => one.startsWith("!") && hit(one.slice(1)))) return false;
  return names.some((one) => !one.startsWith("!") && hit(one));
}

function matchesName(pattern: string, name: string): boolean {
  if (pattern.startsWith("|1|")) return isHashOf(pattern, name);
  const wanted = pattern.toLowerCase();
  // An address with its brackets means port 22 as well.
  if (wanted === `[${name}]:22` || wanted === name) return true;
  return /[*?]/.test(wanted) && glob(wanted, name);
}

/** `*` any text, `?` one character; one mark to go back to, so that no pattern is slow. */
function glob(pattern: string, name: string): boolean {
  let [at, token, markAt, markToken] = [0, 0, 0, -1];
  while (at < name.length) {
    if (pattern[token] === "*") {
      markToken = token++;
      markAt = at;
    } else if (pattern[token] === "?" || pattern[token] === name[at]) {
      token++;
      at++;
    } else if (markToken >= 0) {
      token = markToken + 1;
      at = ++markAt;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(token));
}

/** `|1|salt|hash`: HMAC-SHA1 of the name under the salt, both base64. */
function isHashOf(hashed: string, name: string): boolean {
  const [, , salt, hash] = hashed.split("|");
  if (salt === undefined || hash === undefined) return false;
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
}
