// Ariel queries for QRadar (IBM QRadar Ariel Query Language guide: clause order WHERE, ORDER BY, LAST; LIKE minds case).
import type { Cloud } from "../model/cloudcall.ts";
import type { CloudOperation, CloudOperations } from "../parse/cloud/operation.ts";

/** The custom properties that the queries ask for; docs/cloud.md says how they are made. */
export const operationProperty = "Cloud Operation";
export const resourceProperty = "Cloud Resource";
/** Holds `actor|resource`, never one of them alone. */
export const approvedSet = "mirrorwatch_approved_keys";

/** Ids of the log source types: Amazon AWS CloudTrail, Microsoft Azure Platform, Google Cloud Audit Logs. */
const types: Readonly<Record<Cloud, number>> = { aws: 347, azure: 413, gcp: 449 };
const platforms: Readonly<Record<Cloud, string>> = { aws: "AWS", azure: "Azure", gcp: "GCP" };
/** Cisco IOS, CatOS, 6500, 7600, 12000, CRS, ISR, Nexus; Juniper router, M, MX, T, EX, SRX. */
const deviceTypes = [20, 56, 114, 115, 113, 116, 117, 250, 64, 118, 122, 123, 139, 150];
/** What stands in each command that begins copying. */
const deviceWords = [
  "monitor session",
  "erspan",
  "port-monitor",
  "port-mirroring",
  "analyzer",
  "traffic-export",
];

/** The text of each query by the name of its file under data/qradar. */
export function cloudQueries({ operations }: CloudOperations): ReadonlyMap<string, string> {
  const property = `LOWER("${operationProperty}")`;
  const exact = named(operations, property);
  const approved = `CONCAT(username, '|', "${resourceProperty}")`;
  const payload = inPayload(operations);
  return new Map([
    ["cloud-operation.aql", query(`"${operationProperty}"`, platform(), exact)],
    [
      "cloud-unapproved.aql",
      query(
        `"${operationProperty}"`,
        platform(),
        [`(${exact.join("\n    OR ")})`, `NOT REFERENCESETCONTAINS('${approvedSet}', ${approved})`],
        "AND",
      ),
    ],
    ["cloud-payload.aql", query("QIDNAME(qid)", platform(), payload)],
    ["copying.aql", query("QIDNAME(qid)", platform("'Device'"), [...payload, onDevices()])],
  ]);
}

/** The columns that the query of old has, in its order. */
function query(eventName: string, platformCase: string, conditions: readonly string[], joint = "OR"): string {
  return `${[
    "SELECT DATEFORMAT(starttime, 'yyyy-MM-dd HH:mm:ss') AS EventTime,",
    "  LOGSOURCENAME(logsourceid) AS LogSource,",
    "  LOGSOURCETYPENAME(devicetype) AS LogSourceType,",
    "  username AS Actor,",
    "  sourceip AS SourceIP,",
    `  ${eventName} AS EventName,`,
    `  ${platformCase} AS Platform`,
    "FROM events",
    `WHERE ${conditions.join(`\n  ${joint} `)}`,
    "ORDER BY starttime DESC",
    "LAST 24 HOURS",
  ].join("\n")}\n`;
}

function platform(otherwise = "LOGSOURCETYPENAME(devicetype)"): string {
  const cases = Object.entries(types).map(
    ([cloud, type]) => `WHEN devicetype = ${type} THEN '${platforms[cloud as Cloud]}'`,
  );
  return `CASE ${cases.join(" ")} ELSE ${otherwise} END`;
}

/** For each cloud the names of its operations, as its log writes them and in lower case. */
function named(operations: readonly CloudOperation[], property: string): readonly string[] {
  return byCloud(operations, (cloud, ones) => {
    const whole = ones.filter(({ holds, name }) => holds.length === 0 && !name.includes("*"));
    const list = whole.flatMap(({ forms }) => forms).map((form) => `'${form.toLowerCase()}'`);
    const patterns = ones
      .filter(({ name }) => name.includes("*"))
      .map(({ name }) => `${property} LIKE '${name.toLowerCase().replace("*", "%")}'`);
    const holding = ones
      .filter(({ holds }) => holds.length > 0)
      .map(({ forms, holds }) => {
        const names = forms.map((form) => `'${form.toLowerCase()}'`).join(", ");
        return `(${property} IN (${names}) AND ${holdsOne(holds)})`;
      });
    const all = [`${property} IN (\n      ${list.join(",\n      ")})`, ...patterns, ...holding];
    return `(devicetype = ${types[cloud]} AND (${all.join("\n    OR ")}))`;
  });
}

function byCloud(
  operations: readonly CloudOperation[],
  text: (cloud: Cloud, ones: readonly CloudOperation[]) => string,
): readonly string[] {
  return [...Map.groupBy(operations, ({ cloud }) => cloud)].map(([cloud, ones]) => text(cloud, ones));
}

const payloadText = "LOWER(UTF8(payload))";

function holdsOne(words: readonly string[]): string {
  return `(${words.map((word) => `${payloadText} LIKE '%${word.toLowerCase()}%'`).join(" OR ")})`;
}

/** Names in the payload; one that another one is a part of goes without saying. */
function inPayload(operations: readonly CloudOperation[]): readonly string[] {
  return byCloud(operations, (cloud, ones) => {
    const fragments = ones.map((one) => ({
      text: one.operation
        .toLowerCase()
        .replace(/^google\.cloud\.networksecurity\./, "")
        .replace("*", "%"),
      holds: one.holds,
    }));
    const needed = fragments.filter(
      ({ text, holds }) =>
        !fragments.some(
          (other) =>
            other.text !== text &&
            other.holds.length === 0 &&
            text.includes(other.text) &&
            holds.length === 0,
        ),
    );
    const conditions = needed.map(({ text, holds }) => {
      const found = `${payloadText} LIKE '%${text}%'`;
      return holds.length === 0 ? found : `(${found} AND ${holdsOne(holds)})`;
    });
    return `(devicetype = ${types[cloud]} AND (${conditions.join("\n    OR ")}))`;
  });
}

/** Commands as devices log them, and what mirrorwatch itself tells. */
function onDevices(): string {
  const words = deviceWords.map((word) => `${payloadText} LIKE '%${word}%'`);
  const own = "LOWER(LOGSOURCETYPENAME(devicetype)) LIKE '%mirrorwatch%'";
  return `(devicetype IN (${deviceTypes.join(", ")}) AND (${words.join("\n    OR ")}))\n  OR ${own}`;
}
