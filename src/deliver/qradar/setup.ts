import { Fault } from "../../model/fault.ts";
import type { Console } from "./console.ts";
import { type EventRecord, eventRecords, type Manifest } from "./manifest.ts";
import type { Refusal } from "./refusal.ts";

/** What became of one thing, or what would. `by-hand`: the API cannot do it. */
export interface SetupStep {
  readonly what: string;
  readonly state: "exists" | "created" | "would-create" | "by-hand";
  readonly note?: string;
}

export interface SetupOptions {
  /** Nothing is made. */
  readonly dryRun: boolean;
  /** deliver.host */
  readonly host: string;
  readonly tell?: (step: SetupStep) => void;
}

type Thing = Readonly<Record<string, unknown>>;

const sources = "/config/event_sources/log_source_management";
const properties = "/config/event_sources/custom_properties";

/**
 * Makes in QRadar what the manifest names and what is not there yet; looks first, changes nothing and removes nothing, so that
 * it can be run again and again.
 *
 * @throws Fault of the console, `qradar-incomplete`
 */
export async function setUp(
  console: Console,
  manifest: Manifest,
  options: SetupOptions,
): Promise<readonly SetupStep[]> {
  const steps: SetupStep[] = [];
  const work: Work = {
    console,
    options,
    done: (step) => {
      steps.push(step);
      options.tell?.(step);
    },
  };
  const extension = await findExtension(work, manifest);
  const protocol = await syslogProtocol(work, manifest);
  const type = await logSourceType(work, manifest, extension, protocol);
  await events(work, eventRecords(manifest), type);
  await customProperties(work, manifest, type);
  await logSource(work, manifest, { type, protocol, extension });
  return steps;
}

interface Work {
  readonly console: Console;
  readonly options: SetupOptions;
  readonly done: (step: SetupStep) => void;
}

/** Undefined stands for what a dry run would make. */
type Id = number | string | undefined;

/** AQL-like filter of list endpoints; quotes in a value would end it. */
function named(field: string, value: string | number): string {
  return typeof value === "number" ? `${field}=${value}` : `${field}="${value.replace(/["\\]/g, "\\$&")}"`;
}

async function one(work: Work, path: string, filter: string): Promise<Thing | undefined> {
  const found = await work.console.list(path, { filter });
  return found[0];
}

/** Makes one thing, or says that it would be made. */
async function make(work: Work, what: string, path: string, body: Thing): Promise<Thing | undefined> {
  if (work.options.dryRun) {
    work.done({ what, state: "would-create" });
    return undefined;
  }
  const taken = ({ status }: Refusal) => status === 409;
  const { body: made, refusal } = await work.console.call({ method: "POST", path, body, understood: taken });
  work.done({ what, state: refusal ? "exists" : "created" });
  return made as Thing | undefined;
}

async function findExtension(work: Work, { logSourceType }: Manifest): Promise<Id> {
  const { extension } = logSourceType;
  const found = await one(work, `${sources}/log_source_extensions`, named("name", extension));
  const what = `log source extension ${extension}`;
  if (found) work.done({ what, state: "exists" });
  else {
    const note =
      "upload data/qradar/lsx.xml under Admin > Log Source Extensions and run this again; it works without, too";
    work.done({ what, state: "by-hand", note });
  }
  return found?.id as Id;
}

interface Protocol {
  readonly id: number;
  readonly parameters: readonly Thing[];
}

async function syslogProtocol(work: Work, { logSourceType }: Manifest): Promise<Protocol> {
  const found = await one(work, `${sources}/protocol_types`, named("name", logSourceType.protocol));
  if (!found) throw incomplete(work.console.where, `it has no protocol called ${logSourceType.protocol}`);
  const parameters = Array.isArray(found.parameters) ? (found.parameters as Thing[]) : [];
  return { id: Number(found.id), parameters };
}

async function logSourceType(
  work: Work,
  { logSourceType: { name } }: Manifest,
  extension: Id,
  protocol: Protocol,
): Promise<Id> {
  const path = `${sources}/log_source_types`;
  const found = await one(work, path, named("name", name));
  const what = `log source type ${name}`;
  if (found) {
    work.done({ what, state: "exists" });
    return Number(found.id);
  }
  const made = await make(work, what, path, {
    name,
    default_protocol_id: protocol.id,
    protocol_types: [{ protocol_id: protocol.id }],
    ...(extension === undefined ? {} : { log_source_extension_id: extension }),
  });
  return idOf(work, path, made);
}

/** QID records, and the mapping of each pair of EventID and cat to one. */
async function events(work: Work, records: readonly EventRecord[], type: Id): Promise<void> {
  const ofType = async (path: string) =>
    type === undefined ? [] : work.console.list(path, { filter: named("log_source_type_id", Number(type)) });
  const recordPath = "/data_classification/qid_records";
  const known = new Map((await ofType(recordPath)).map((record) => [String(record.name), record]));
  const mapped = new Set((await ofType("/data_classification/dsm_event_mappings")).map(pairOf));
  for (const record of records) {
    const what = `QID record "${record.name}"`;
    const found = known.get(record.name);
    if (found) work.done({ what, state: "exists" });
    const id = found
      ? Number(found.id)
      : idOf(work, recordPath, await make(work, what, recordPath, recordBody(record, type)));
    await mappings(work, record, type, id, mapped);
  }
}

function recordBody({ name, severity, category }: EventRecord, type: Id): Thing {
  const description = `${name} (mirrorwatch, docs/events.md)`;
  return { log_source_type_id: type, name, description, severity, low_level_category_id: category };
}

function pairOf(mapping: Thing): string {
  return JSON.stringify([mapping.log_source_event_id, mapping.log_source_event_category]);
}

async function mappings(
  work: Work,
  record: EventRecord,
  type: Id,
  id: Id,
  mapped: ReadonlySet<string>,
): Promise<void> {
  for (const category of record.categories) {
    const pair = { log_source_event_id: record.eventId, log_source_event_category: category };
    const what = `mapping of ${record.eventId} / ${category}`;
    if (mapped.has(pairOf(pair))) work.done({ what, state: "exists" });
    else
      await make(work, what, "/data_classification/dsm_event_mappings", {
        log_source_type_id: type,
        ...pair,
        qid_record_id: id,
      });
  }
}

async function customProperties(work: Work, manifest: Manifest, type: Id): Promise<void> {
  for (const { name, key, type: kind, rule } of manifest.properties) {
    const path = `${properties}/regex_properties`;
    const what = `property ${name}`;
    const found = await one(work, path, named("name", name));
    if (found) work.done({ what, state: "exists" });
    const made =
      found ?? (await make(work, what, path, { name, property_type: kind, use_for_rule_engine: rule }));
    await expression(work, `${name} from ${key}`, key, made?.identifier as Id, type);
  }
}

async function expression(work: Work, words: string, key: string, property: Id, type: Id): Promise<void> {
  const path = `${properties}/property_leef_expressions`;
  const what = `expression ${words}`;
  const all =
    property === undefined
      ? []
      : await work.console.list(path, { filter: named("regex_property_identifier", String(property)) });
  if (all.some((one) => one.log_source_type_id === type && one.expression === key))
    work.done({ what, state: "exists" });
  else {
    const body = {
      regex_property_identifier: property,
      expression: key,
      log_source_type_id: type,
      enabled: true,
    };
    await make(work, what, path, body);
  }
}

interface LogSourceParts {
  readonly type: Id;
  readonly protocol: Protocol;
  readonly extension: Id;
}

async function logSource(work: Work, { logSource: wanted }: Manifest, parts: LogSourceParts): Promise<void> {
  const path = `${sources}/log_sources`;
  const identifier = wanted.identifier.replace("{host}", work.options.host);
  const name = `${wanted.name} @ ${identifier}`;
  const what = `log source ${name}`;
  if (await one(work, path, named("name", name))) return work.done({ what, state: "exists" });
  const made = await make(work, what, path, {
    name,
    type_id: parts.type,
    protocol_type_id: parts.protocol.id,
    protocol_parameters: protocolParameters(work, parts.protocol, identifier),
    enabled: true,
    gateway: false,
    credibility: 5,
    // Coalesced events lose what tells them apart.
    coalesce_events: false,
    store_event_payload: true,
    ...(parts.extension === undefined ? {} : { log_source_extension_id: parts.extension }),
  });
  if (made?.requires_deploy === true)
    work.done({
      what: "deploy",
      state: "by-hand",
      note: "Admin > Deploy Changes, for the log source to take effect",
    });
}

function protocolParameters(work: Work, { parameters }: Protocol, identifier: string): readonly Thing[] {
  const found = parameters.find(({ name }) => name === "identifier");
  if (!found) throw incomplete(work.console.where, "its syslog protocol has no parameter called identifier");
  return [{ id: found.id, name: "identifier", value: identifier }];
}

/** What was made must have an id, or what depends on it would hang in the air. */
function idOf(work: Work, path: string, made: Thing | undefined): Id {
  if (made?.id !== undefined) return Number(made.id);
  if (work.options.dryRun) return undefined;
  throw incomplete(`${work.console.where}/api${path}`, "what was made there has no id");
}

function incomplete(where: string, what: string): Fault {
  const remedy =
    "compare with the console's own documentation of the API, or set it up by hand (docs/qradar.md)";
  return new Fault({ code: "qradar-incomplete", where, what, remedy });
}
