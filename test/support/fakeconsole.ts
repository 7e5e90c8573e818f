// A QRadar console as its REST API is documented to behave, traps included: an identical query gives the old search, results can lag
// behind a finished search, searches vanish, lists come in ranges, old versions are deprecated, errors are JSON or HTML.
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { Authority } from "./authority.ts";

type Thing = Record<string, unknown>;

interface FakeSearch {
  readonly id: string;
  readonly query: string;
  looks: number;
  lagged: boolean;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const sources = "/config/event_sources/log_source_management";
const properties = "/config/event_sources/custom_properties";

/** What can be listed and made, and the fields of which no two may be alike. */
const collections: Readonly<Record<string, readonly string[]>> = {
  [`${sources}/log_source_extensions`]: ["name"],
  [`${sources}/protocol_types`]: ["name"],
  [`${sources}/log_source_types`]: ["name"],
  [`${sources}/log_sources`]: ["name"],
  "/data_classification/qid_records": ["log_source_type_id", "name"],
  "/data_classification/dsm_event_mappings": [
    "log_source_type_id",
    "log_source_event_id",
    "log_source_event_category",
  ],
  "/reference_data_collections/sets": ["name"],
  "/reference_data_collections/set_entries": ["collection_id", "value"],
  [`${properties}/regex_properties`]: ["name"],
  [`${properties}/property_leef_expressions`]: ["regex_property_identifier", "log_source_type_id"],
};

export class FakeConsole {
  readonly token = "0a1b2c3d-token";
  readonly authority = new Authority("console authority");
  /** Every request: method and path, in order. */
  readonly asked: string[] = [];
  readonly versionsUsed = new Set<string | undefined>();
  readonly things = new Map<string, Thing[]>(Object.keys(collections).map((path) => [path, []]));
  readonly searches = new Map<string, FakeSearch>();
  versions: readonly Thing[] = [
    { version: "24.0", deprecated: true, removed: false },
    { version: "25.0", deprecated: false, removed: false },
    { version: "26.0", deprecated: false, removed: false },
    { version: "27.0", deprecated: false, removed: false },
    { version: "12.0", deprecated: true, removed: true },
  ];
  /** Rows that a query finds. */
  rows: (query: string) => readonly Thing[] = () => [];
  /** Answered first, one each, before anything else is looked at. */
  readonly interruptions: FakeAnswer[] = [];
  /** Statuses that a search goes through before it is complete. */
  course: readonly string[] = ["WAIT", "EXECUTE", "SORTING", "COMPLETED"];
  /** Searches that are forgotten after their first look. */
  vanishing = 0;
  /** What an update has come to when it is asked about. */
  taskStatus = "COMPLETED";
  url = "";
  #server: Server | undefined;
  #next = 100;

  constructor() {
    this.things.get(`${sources}/protocol_types`)!.push({
      id: 0,
      name: "Syslog",
      parameters: [
        { id: 0, name: "identifier" },
        { id: 1, name: "incomingPayloadEncoding" },
      ],
    });
  }

  async listen(test: TestContext): Promise<this> {
    const { certificate, key } = this.authority.issue({ common: "console", dns: ["console.example.net"] });
    this.#server = createServer({ cert: certificate, key }, (request, response) =>
      this.#serve(request, response),
    );
    await new Promise<void>((resolve) => this.#server!.listen(0, "127.0.0.1", resolve));
    this.url = `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    test.after(() => {
      this.#server!.closeAllConnections();
      this.#server!.close();
    });
    return this;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { status, body, headers } = this.#answer(request, Buffer.concat(chunks).toString());
      const text = typeof body === "string" ? body : JSON.stringify(body);
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(text);
    });
  }

  #answer(request: IncomingMessage, text: string): FakeAnswer {
    const url = new URL(request.url!, "https://x");
    const path = url.pathname.replace(/^\/api/, "");
    this.asked.push(`${request.method} ${path}`);
    const interruption = this.interruptions.shift();
    if (interruption) return interruption;
    if (request.headers.sec !== this.token) return problem(401, 18, "No SEC header present in request");
    if (path === "/help/versions") return { status: 200, body: this.versions };
    const version = request.headers.version as string | undefined;
    this.versionsUsed.add(version);
    const found = this.versions.find((one) => one.version === version);
    if (!found || found.removed) return problem(404, 1002, "this version is not supported");
    const answer = this.#route(request, path, url.searchParams, text);
    return found.deprecated ? { ...answer, headers: { ...answer.headers, Deprecated: "true" } } : answer;
  }

  #route(request: IncomingMessage, path: string, query: URLSearchParams, text: string): FakeAnswer {
    if (path === "/ariel/searches" && request.method === "POST")
      return this.#search(query.get("query_expression")!);
    if (path === "/ariel/validators/aql") {
      const wrong = /BROKEN|"Cloud Operation"/.exec(query.get("query_expression")!);
      const error = { code: "NoViableAlt", severity: "ERROR", message: `Field ${wrong} does not exist` };
      return { status: 200, body: wrong ? { error_messages: [error] } : null };
    }
    const [, id, results] = /^\/ariel\/searches\/([^/]+)(\/results)?$/.exec(path) ?? [];
    if (id !== undefined) return this.#existing(request, id, results !== undefined, query);
    const list = this.things.get(path);
    if (list && request.method === "PATCH") return this.#update(list, JSON.parse(text));
    const [, task] = /^\/reference_data_collections\/set_bulk_update_tasks\/(\d+)$/.exec(path) ?? [];
    if (task !== undefined) return { status: 200, body: { id: Number(task), status: this.taskStatus } };
    if (!list) return problem(404, 1002, "no such resource");
    return request.method === "GET"
      ? this.#list(request, list, query)
      : this.#make(path, list, JSON.parse(text));
  }

  #search(query: string): FakeAnswer {
    if (!/^SELECT .* FROM events\b/.test(query) || /BROKEN/.test(query))
      return problem(422, 2000, "Query parse error: Line 1:7 - no viable alternative at input 'BROKEN'");
    // Without a window the last minute is meant, which no caller here wants.
    if (!/ START \d{13} STOP \d{13}$/.test(query)) return problem(422, 2000, "no window");
    const same = [...this.searches.values()].find((one) => one.query === query);
    const search = same ?? { id: `s-${this.#next++}`, query, looks: 0, lagged: false };
    this.searches.set(search.id, search);
    return { status: 201, body: this.#state(search) };
  }

  #state(search: FakeSearch): Thing {
    const status = this.course[Math.min(search.looks, this.course.length - 1)];
    return {
      search_id: search.id,
      cursor_id: search.id,
      status,
      progress: 0,
      error_messages: status === "ERROR" ? ["disk"] : [],
    };
  }

  #existing(request: IncomingMessage, id: string, results: boolean, query: URLSearchParams): FakeAnswer {
    const search = this.searches.get(id);
    if (!search) return problem(404, 1002, "The search does not exist");
    if (request.method === "DELETE") {
      this.searches.delete(id);
      return { status: 202, body: {} };
    }
    if (request.method === "POST")
      return { status: 200, body: { search_id: id, status: query.get("status") } };
    if (!results) {
      search.looks += 1;
      if (this.vanishing > 0) {
        this.vanishing -= 1;
        this.searches.delete(id);
      }
      const state = this.#state(search);
      return { status: state.status === "COMPLETED" ? 200 : 206, body: state };
    }
    if (!search.lagged) {
      search.lagged = true;
      return problem(404, 1003, "The search is still running");
    }
    const { page } = ranged(request, this.rows(search.query));
    return { status: 200, body: { events: page } };
  }

  #list(request: IncomingMessage, list: readonly Thing[], query: URLSearchParams): FakeAnswer {
    const [, field, text, number] =
      /^(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\d+))$/.exec(query.get("filter") ?? "") ?? [];
    const wanted = text === undefined ? Number(number) : text.replace(/\\(.)/g, "$1");
    const matching = field === undefined ? list : list.filter((thing) => thing[field] === wanted);
    const { page, first } = ranged(request, matching);
    const range = `items ${first}-${first + Math.max(0, page.length - 1)}/${matching.length}`;
    return { status: 200, body: page, headers: { "Content-Range": range } };
  }

  /** A bulk update is a task: accepted at once, done later. */
  #update(list: Thing[], updates: readonly Thing[]): FakeAnswer {
    for (const { delete_entry, ...entry } of updates) {
      const at = list.findIndex(
        (one) => one.collection_id === entry.collection_id && one.value === entry.value,
      );
      if (delete_entry) list.splice(at, 1);
      else list.push({ ...entry, id: this.#next++ });
    }
    return { status: 202, body: { id: this.#next++, status: "QUEUED" } };
  }

  #make(path: string, list: Thing[], body: Thing): FakeAnswer {
    const unique = collections[path]!;
    if (list.some((thing) => unique.every((field) => thing[field] === body[field])))
      return problem(409, 1008, "it exists");
    const missing = Object.entries(body).find(([, value]) => value === null);
    if (missing) return problem(422, 1005, `${missing[0]} is missing`);
    const id = this.#next++;
    const made = {
      ...body,
      id,
      identifier: `uuid-${id}`,
      ...(path.endsWith("/log_sources") ? { requires_deploy: true } : {}),
    };
    list.push(made);
    return { status: 201, body: made };
  }
}

function ranged(request: IncomingMessage, list: readonly Thing[]) {
  const [, from = "0", to = "1e9"] = /^items=(\d+)-(\d+)$/.exec(String(request.headers.range)) ?? [];
  return { page: list.slice(Number(from), Number(to) + 1), first: Number(from) };
}

function problem(status: number, code: number, message: string): FakeAnswer {
  const http_response = { code: status, message: "We could not do it" };
  return { status, body: { http_response, code, description: "", details: {}, message } };
}
