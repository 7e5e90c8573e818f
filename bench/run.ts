// `npm run bench`: every figure in the docs, as Markdown, with the machine it was taken on.
import { cpus, totalmem } from "node:os";
import { benchConfigParse } from "./configparse.ts";
import { benchFleetDiff } from "./fleetdiff.ts";

console.log(
  `Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${new Date().toISOString().slice(0, 10)}`,
);
benchConfigParse();
benchFleetDiff();
