import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** More files than anybody keeps of the outputs of one device. */
const mostFiles = 64;

/**
 * Files that hold what a device shows, beside its config: `NODE.show` or `show/NODE`, which may be a folder of files, one
 * for each output; where the config lies in a folder `configs`, also `../show/NODE`. The config's own file name may stand
 * for NODE. Ascending.
 */
export async function showFiles(configPath: string, node: string): Promise<readonly string[]> {
  const folder = dirname(configPath);
  const names = [...new Set([node, basename(configPath)])];
  const besides = basename(folder) === "configs" ? [join(dirname(folder), "show")] : [];
  const places = names.flatMap((name) => [
    join(folder, `${name}.show`),
    ...[join(folder, "show"), ...besides].flatMap((show) => [join(show, name), join(show, `${name}.show`)]),
  ]);
  const found = await Promise.all(places.map(filesAt));
  return [...new Set(found.flat())].sort().slice(0, mostFiles);
}

async function filesAt(path: string): Promise<readonly string[]> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => !name.startsWith("."));
    return names.slice(0, mostFiles).map((name) => join(path, name));
  } catch {
    return [];
  }
}
