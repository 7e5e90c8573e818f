/** A socket address to listen on. `port` 0 lets the system choose. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where events are sent. */
export interface Target extends Address {
  readonly protocol: "tls" | "tcp" | "udp";
}

/** `127.0.0.1:5514`, `[::1]:5514`, `0.0.0.0:514`; undefined when it is none of these. */
export function parseAddress(text: string): Address | undefined {
  const found = /^(?:\[(?<six>[0-9A-Fa-f:.%\w]+)\]|(?<name>[A-Za-z0-9_.-]+)):(?<port>\d{1,5})$/.exec(text);
  const host = found?.groups?.six ?? found?.groups?.name;
  const port = Number(found?.groups?.port);
  return host === undefined || port > 65535 ? undefined : { host, port };
}

/** `tcp://qradar.example.net:514`; the port may be left out (514, for TLS 6514). Undefined when it is not one. */
export function parseTarget(text: string): Target | undefined {
  const found = /^(?<protocol>tls|tcp|udp):\/\/(?<rest>.+?)\/?$/.exec(text);
  if (!found?.groups) return undefined;
  const { protocol, rest } = found.groups as { protocol: Target["protocol"]; rest: string };
  const address = parseAddress(rest) ?? parseAddress(`${rest}:${protocol === "tls" ? 6514 : 514}`);
  return address === undefined || address.port === 0 ? undefined : { protocol, ...address };
}

/** The text form of either, as it is typed in the settings. */
export function addressText(address: Address | Target): string {
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return `${"protocol" in address ? `${address.protocol}://` : ""}${host}:${address.port}`;
}
