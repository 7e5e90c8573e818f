import { readFileSync } from "node:fs";

const tables = ["/proc/net/udp", "/proc/net/udp6"];

/**
 * Datagrams that the kernel dropped on the sockets of these local UDP ports, from the `drops` column of /proc/net/udp and
 * udp6 (proc(5)). Undefined where there is no such table.
 */
export function kernelDrops(ports: ReadonlySet<number>): number | undefined {
  let found: number | undefined;
  for (const table of tables) {
    const text = readTable(table);
    if (text !== undefined) found = (found ?? 0) + dropsInTable(text, ports);
  }
  return found;
}

export function dropsInTable(text: string, ports: ReadonlySet<number>): number {
  return text
    .split("\n")
    .slice(1)
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => cells.length >= 13 && ports.has(Number.parseInt(cells[1]!.split(":")[1] ?? "", 16)))
    .reduce((sum, cells) => sum + Number(cells.at(-1)), 0);
}

function readTable(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
