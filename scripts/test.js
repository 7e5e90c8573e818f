// `npm test`: types, lint, then every test; stops at the first part that fails and says which.
import { spawnSync } from "node:child_process";

const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const parts = [
  ["types", bin("tsc"), ["-p", "."]],
  ["lint", bin("biome"), ["check", "--error-on-warnings"]],
  ["tests", process.execPath, ["--test", "--test-reporter=spec", "test/**/*.test.ts"]],
];
for (const [name, command, args] of parts) {
  console.log(`== ${name}`);
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    cwd: new URL("..", import.meta.url).pathname,
  });
  if (status !== 0) {
    console.error(`== ${name} failed`);
    process.exit(status ?? 1);
  }
}
