// One fresh process: reads a file's bytes, then times its first parse and warm ones. Prints one JSON line.
import { readFileSync } from "node:fs";
import { loadCatalog } from "../src/parse/catalog.ts";
import { inspect } from "../src/pipeline.ts";
import { sameSessions, type TrueSession } from "./truth.ts";

const [file = "", os = "", runs = "0", truthFile = ""] = process.argv.slice(2);
const catalog = loadCatalog();
const bytes = readFileSync(file);
const truth = JSON.parse(readFileSync(truthFile, "utf8")) as TrueSession[];
const times: number[] = [];
let correct = true;
for (let run = 0; run <= Number(runs); run += 1) {
  const start = performance.now();
  const record = inspect(bytes, { name: "bench", os, catalog });
  times.push(performance.now() - start);
  correct &&= record.complete && record.unread.length === 0 && sameSessions(record, truth);
}
const [first, ...warm] = times;
console.log(JSON.stringify({ first, warm, maxRssKb: process.resourceUsage().maxRSS, correct }));
