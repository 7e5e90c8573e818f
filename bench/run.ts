// `npm run bench`: every figure in the docs, as Markdown, with the machine it was taken on. Names choose parts:
// `npm run bench -- receiver`.
import { cpus, totalmem } from "node:os";
import { benchCloudLog } from "./cloudlog.ts";
import { benchConfigParse } from "./configparse.ts";
import { benchFleetDiff } from "./fleetdiff.ts";
import { benchPull } from "./pull.ts";
import { benchReceiver } from "./receiver.ts";

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  parse: benchConfigParse,
  diff: benchFleetDiff,
  receiver: benchReceiver,
  pull: benchPull,
  cloud: benchCloudLog,
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`there is no part ${unknown}; parts: ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}
console.log(
  `Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${new Date().toISOString().slice(0, 10)}`,
);
for (const [name, part] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name)) await part();
