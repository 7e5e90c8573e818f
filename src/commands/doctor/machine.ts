import { type Check, fail, ok } from "./check.ts";

const needed = 24;

/** The Node that runs this, and the release that the package asks for. */
export function checkNode(version: string, path: string): Check {
  const major = Number(version.split(".")[0]);
  return major >= needed
    ? ok("node", `Node ${version}`)
    : fail("node", `Node ${version} (${path})`, `install Node ${needed} LTS or newer`);
}
