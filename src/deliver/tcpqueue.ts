import { readFileSync } from "node:fs";
import type { Socket } from "node:net";

/**
 * Bytes of a TCP connection that the far end's kernel has not acknowledged: the `tx_queue` column of /proc/net/tcp and tcp6
 * (proc(5)). A finished write only says that this machine's kernel holds the bytes. Undefined where there is no such table.
 */
export function unacknowledgedBytes(socket: Pick<Socket, "localPort" | "remotePort">): number | undefined {
  const { localPort, remotePort } = socket;
  if (localPort === undefined || remotePort === undefined) return undefined;
  const found = ["/proc/net/tcp", "/proc/net/tcp6"].map((file) =>
    queueInTable(read(file), localPort, remotePort),
  );
  return found.find((bytes) => bytes !== undefined);
}

export function queueInTable(text: string, localPort: number, remotePort: number): number | undefined {
  const local = `:${hex(localPort)}`;
  const remote = `:${hex(remotePort)}`;
  for (const row of text.split("\n").slice(1)) {
    const cells = row.trim().split(/\s+/);
    if (!cells[1]?.endsWith(local) || !cells[2]?.endsWith(remote)) continue;
    return Number.parseInt(cells[4] ?? "", 16);
  }
  return undefined;
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
