// `npm run transcript`: runs the demo and puts what it printed into the README, between the two marks.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("..", import.meta.url).pathname;
const printed = execFileSync(process.execPath, [`${root}scripts/demo.ts`], { encoding: "utf8", cwd: root });
// The folder of the checkout and the random temporary folder say nothing to a reader.
const text = printed
  .replaceAll(root, "")
  .replace(/\/tmp\/mirrorwatch-demo-\w+/g, "/tmp/mirrorwatch-demo")
  .replace(/[ \t]+$/gm, "")
  .trim();
const block = `$1\n\n\`\`\`text\n${text.replaceAll("$", "$$$$")}\n\`\`\`\n\n$2`;
const readme = `${root}README.md`;
const marks = /(<!-- transcript: [^>]*-->)[\s\S]*(<!-- end of transcript -->)/;
writeFileSync(readme, readFileSync(readme, "utf8").replace(marks, block));
