// `npm test`: types, lint, every test, and the package as a user installs it; stops at the first part that fails.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
// Each process loads the sources once for many test files; one more than there are cores, since some tests only wait.
const shards = Math.min(8, availableParallelism() + 1);
const testing = (shard) => [
  process.execPath,
  ["--test", "--test-isolation=none", `--test-shard=${shard}/${shards}`, "test/**/*.test.ts"],
];

await part("types", [[bin("tsc"), ["-p", "."]]]);
await part("lint", [[bin("biome"), ["check", "--error-on-warnings"]]]);
const runs = await part(
  "tests",
  Array.from({ length: shards }, (_, index) => testing(index + 1)),
  summary,
);
await part("package", [[process.execPath, ["scripts/package.js"]]]);
const [passed, failed, skipped] = ["pass", "fail", "skipped"].map((word) => total(runs, word));
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

/** Runs commands side by side, prints what each said when it has ended, and ends the whole run when one fails. */
async function part(name, commands, told = (output) => output) {
  const start = Date.now();
  console.log(`== ${name}`);
  const ends = await Promise.all(commands.map(([command, args]) => run(command, args)));
  for (const { code, output } of ends) process.stdout.write(code === 0 ? told(output) : output);
  const failing = ends.find(({ code }) => code !== 0);
  const verdict = failing === undefined ? "passed" : "failed";
  console.log(`== ${name} ${verdict} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  if (failing !== undefined) process.exit(failing.code);
  return ends.map(({ output }) => output);
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/** The counts that the test runner closes with. */
function summary(output) {
  return `${output
    .split("\n")
    .filter((line) => /^. (?:tests|pass|fail|skipped) \d+$/u.test(line))
    .join("  ")}\n`;
}

function total(outputs, word) {
  const counts = outputs.flatMap((output) => [...output.matchAll(new RegExp(`^. ${word} (\\d+)$`, "gmu"))]);
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
