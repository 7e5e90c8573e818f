#!/usr/bin/env node
// Plain JavaScript, readable by any Node: the version is checked before anything newer or native is loaded.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `mirrorwatch needs Node 24 or newer; this is Node ${process.versions.node} (${process.execPath}). ` +
      "Install Node 24 LTS, or run it with a Node 24 binary: /path/to/node24 bin/mirrorwatch.js\n",
  );
  process.exit(2);
}
// Node's own exit code for what nobody caught is 1, and 1 means findings.
process.on("uncaughtException", (error) => {
  process.stderr.write(`mirrorwatch: a bug, please report it: ${error?.stack ?? error}\n`);
  process.exit(70);
});
// A checkout runs its TypeScript sources, so that an old build can never answer for them; the package has only dist/.
const { existsSync } = await import("node:fs");
const source = new URL("../src/main.ts", import.meta.url);
const built = new URL("../dist/main.js", import.meta.url);
const { main } = await import(existsSync(source) ? source.href : built.href);
process.exitCode = await main(process.argv.slice(2));
