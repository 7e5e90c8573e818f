import { parse } from "yaml";
import { Fault } from "../../model/fault.ts";
import { csvRows } from "./csv.ts";

/** A device as another tool lists it. Logins and secrets that stand beside it are not read. */
export interface ForeignDevice {
  readonly name: string;
  readonly host: string;
  readonly port: number | null;
  /** The other tool's word for the system. */
  readonly model: string;
  /** False: the other tool leaves it out as well. */
  readonly active: boolean;
}

export const listFormats = ["rancid", "oxidized", "json", "nornir"] as const;
export type ListFormat = (typeof listFormats)[number];

/** Where an Oxidized CSV keeps what; as `source.csv.map` of its settings. */
export interface ColumnMap {
  readonly name: number;
  readonly ip?: number;
  readonly model: number;
}

/**
 * Reads the device list of another tool: RANCID's router.db, Oxidized's CSV, its or LibreNMS's HTTP list, NetBox's JSON,
 * `ansible-inventory --list`, Nornir's hosts.yaml.
 *
 * @throws Fault `devices-unreadable`
 */
export function foreignDevices(
  file: string,
  text: string,
  format: ListFormat | undefined,
  map: ColumnMap | undefined,
): readonly ForeignDevice[] {
  const chosen = format ?? formatOf(file, text);
  if (chosen === "json") return fromJson(file, text);
  if (chosen === "nornir") return fromNornir(file, text);
  return chosen === "rancid" ? fromRancid(text) : fromOxidized(text, map);
}

function formatOf(file: string, text: string): ListFormat {
  if (/^\s*[[{]/.test(text)) return "json";
  if (/\.ya?ml$/.test(file)) return "nornir";
  return /^[^#\n]*[;:](?:up|down)(?:[;:]|\s*$)/m.test(text) ? "rancid" : "oxidized";
}

/** `name;type;state;comment`; before version 3 with colons. */
function fromRancid(text: string): readonly ForeignDevice[] {
  const separator = /^[^#:\n]+;/m.test(text) ? ";" : ":";
  return csvRows(text, separator).map(({ cells: [name = "", model = "", state = ""] }) => ({
    name: name.trim(),
    host: name.trim(),
    port: null,
    model: model.trim(),
    active: state.trim() === "up",
  }));
}

function fromOxidized(text: string, map?: ColumnMap): readonly ForeignDevice[] {
  const separator = /^[^#;\n]*;/m.test(text) ? ";" : /^[^#,:\n]*,/m.test(text) ? "," : ":";
  return csvRows(text, separator).map(({ cells }) => {
    // Without a map, a second column that is an address is one: `name:ip:model`, else `name:model`.
    const second = cells[1]?.trim() ?? "";
    const columns = map ?? (isAddress(second) ? { name: 0, ip: 1, model: 2 } : { name: 0, model: 1 });
    const cell = (at: number | undefined) => (at === undefined ? "" : (cells[at]?.trim() ?? ""));
    const name = cell(columns.name);
    return { name, host: cell(columns.ip) || name, port: null, model: cell(columns.model), active: true };
  });
}

function isAddress(text: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)$/i.test(text);
}

type Json = Readonly<Record<string, unknown>>;

function fromJson(file: string, text: string): readonly ForeignDevice[] {
  const whole = parsed(file, () => JSON.parse(text) as unknown);
  if (Array.isArray(whole)) return whole.filter(isObject).map(listed);
  if (!isObject(whole)) throw unreadable(file, "it is no list of devices");
  const meta = isObject(whole._meta) ? whole._meta.hostvars : undefined;
  if (isObject(meta))
    return Object.entries(meta).flatMap(([name, vars]) => (isObject(vars) ? [ansible(name, vars)] : []));
  const nodes = whole.results ?? whole.nodes ?? whole.devices;
  if (!Array.isArray(nodes)) throw unreadable(file, "it is no list of devices that is known");
  return nodes
    .filter(isObject)
    .map((node) => ("primary_ip" in node || "primary_ip4" in node ? netbox(node) : listed(node)));
}

/** Oxidized's and LibreNMS's lists; a whole Oxidized node has `name`, `ip` and `model`. */
function listed(node: Json): ForeignDevice {
  const name = word(node.name) || word(node.hostname);
  return {
    name,
    host: word(node.ip) || word(node.hostname) || name,
    port: null,
    model: word(node.model) || word(node.os) || word(node.platform),
    active: true,
  };
}

function netbox(node: Json): ForeignDevice {
  const address = [node.primary_ip4, node.primary_ip6, node.primary_ip].find(isObject);
  const status = isObject(node.status) ? word(node.status.value) : word(node.status);
  return {
    name: word(node.name),
    host: word(address?.address).replace(/\/\d+$/, "") || word(node.name),
    port: null,
    model: isObject(node.platform) ? word(node.platform.slug) : word(node.platform),
    active: status === "" || status === "active",
  };
}

function ansible(name: string, vars: Json): ForeignDevice {
  return {
    name,
    host: word(vars.ansible_host) || name,
    port: typeof vars.ansible_port === "number" ? vars.ansible_port : null,
    // `cisco.ios.ios`: the last part is the system.
    model: word(vars.ansible_network_os).split(".").at(-1) ?? "",
    active: true,
  };
}

function fromNornir(file: string, text: string): readonly ForeignDevice[] {
  const whole = parsed(file, () => parse(text, { maxAliasCount: 100 }) as unknown);
  if (!isObject(whole)) throw unreadable(file, "it is no list of hosts");
  return Object.entries(whole).flatMap(([name, host]) =>
    isObject(host)
      ? [
          {
            name,
            host: word(host.hostname) || name,
            port: typeof host.port === "number" ? host.port : null,
            model: word(host.platform),
            active: true,
          },
        ]
      : [],
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function word(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}

function parsed(file: string, step: () => unknown): unknown {
  try {
    return step();
  } catch (error) {
    throw unreadable(file, (error as Error).message.split("\n")[0]!.slice(0, 80));
  }
}

function unreadable(file: string, what: string): Fault {
  return new Fault({
    code: "devices-unreadable",
    where: file,
    what,
    remedy: "say what it is with --format (docs/pulling.md lists the forms that are read)",
  });
}
