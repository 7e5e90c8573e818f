// A strict reader of LEEF, written from IBM's format guide and not from the writer: it refuses whatever a SIEM might misread.

export interface LeefEvent {
  readonly priority: number;
  readonly time: string;
  readonly host: string;
  readonly version: "1.0" | "2.0";
  readonly vendor: string;
  readonly product: string;
  readonly productVersion: string;
  readonly eventId: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const header =
  /^<(?<priority>\d{1,3})>1 (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (?<host>[A-Za-z0-9._-]{1,255}) (?<leef>LEEF:.*)$/su;
const one = /^LEEF:1\.0\|([^|]+)\|([^|]+)\|([^|]+)\|([^|]{1,255})\|(.*)$/su;
const two = /^LEEF:2\.0\|([^|]+)\|([^|]+)\|([^|]+)\|([^|]{1,255})\|(0?x[0-9A-Fa-f]{1,4}|[^|])\|(.*)$/su;

/** IBM's predefined keys that must hold an IP address. */
const addresses = new Set(["src", "dst", "srcPreNAT", "dstPreNAT", "srcPostNAT", "dstPostNAT", "identSrc"]);

export function readLeef(line: string): LeefEvent {
  if (/[\n\r\0]/u.test(line)) throw new Error("a line break or NUL inside the line");
  const head = header.exec(line)?.groups;
  if (!head) throw new Error(`no RFC 5424 short header: ${JSON.stringify(line.slice(0, 80))}`);
  if (Number(head.priority) > 191) throw new Error("PRI above 191");
  const { delimiter, ...fields } = leefFields(head.leef!);
  const attributes = readAttributes(fields.rest, delimiter);
  checkTypes(attributes);
  return {
    priority: Number(head.priority),
    time: head.time!,
    host: head.host!,
    version: fields.version,
    vendor: fields.vendor,
    product: fields.product,
    productVersion: fields.productVersion,
    eventId: fields.eventId,
    attributes,
  };
}

function leefFields(text: string) {
  const second = two.exec(text);
  const found = second ?? one.exec(text);
  if (!found) throw new Error(`no LEEF header: ${JSON.stringify(text.slice(0, 80))}`);
  const [, vendor, product, productVersion, eventId] = found as unknown as string[];
  return {
    version: second ? ("2.0" as const) : ("1.0" as const),
    vendor: vendor!,
    product: product!,
    productVersion: productVersion!,
    eventId: eventId!,
    delimiter: second ? delimiterOf(second[5]!) : "\t",
    rest: found.at(-1)!,
  };
}

function delimiterOf(text: string): string {
  return text.length === 1 ? text : String.fromCharCode(Number.parseInt(text.replace(/^0?x/, ""), 16));
}

function readAttributes(text: string, delimiter: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const part of text.split(delimiter)) {
    const at = part.indexOf("=");
    const key = part.slice(0, at);
    const value = part.slice(at + 1);
    if (at < 1 || !/^[A-Za-z0-9]+$/.test(key)) throw new Error(`not a key: ${JSON.stringify(part)}`);
    if (value === "" || value.endsWith("\\")) throw new Error(`not a value: ${JSON.stringify(part)}`);
    if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}|]/u.test(value)) throw new Error(`forbidden character in ${key}`);
    if (attributes.has(key)) throw new Error(`key twice: ${key}`);
    attributes.set(key, value);
  }
  return attributes;
}

function checkTypes(attributes: ReadonlyMap<string, string>): void {
  for (const [key, value] of attributes) {
    if (addresses.has(key) && !/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/.test(value))
      throw new Error(`${key} is no address: ${value}`);
    if (/^ident/.test(key)) throw new Error(`${key} feeds the asset model`);
  }
  if (!/^(10|[1-9])$/.test(attributes.get("sev") ?? "")) throw new Error("sev is not 1 to 10");
  if (!/^\d{13}$/.test(attributes.get("devTime") ?? "")) throw new Error("devTime is not 13 digits");
  if (!attributes.get("cat")) throw new Error("no cat");
}
