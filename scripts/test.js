// `npm test`: types, lint, every test, and the package as a user installs it; stops at the first part that fails.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => `${root}node_modules/.bin/${name}`;
const parts = [
  ["types", bin("tsc"), ["-p", "."]],
  ["lint", bin("biome"), ["check", "--error-on-warnings"]],
  ["tests", process.execPath, ["--test", "--test-reporter=dot", "test/**/*.test.ts"]],
  ["package", process.execPath, ["scripts/package.js"]],
];
// Each test file is a process of its own that loads the same sources: stripped once, they start twice as fast.
const env = { ...process.env, NODE_COMPILE_CACHE: `${root}node_modules/.cache/node` };
for (const [name, command, args] of parts) {
  const start = Date.now();
  console.log(`== ${name}`);
  const { status } = spawnSync(command, args, { stdio: "inherit", cwd: root, env });
  console.log(
    `== ${name} ${status === 0 ? "passed" : "failed"} (${((Date.now() - start) / 1000).toFixed(1)} s)`,
  );
  if (status !== 0) process.exit(status ?? 1);
}
