import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** A TCP receiver of lines that stands where a SIEM would, and can fail in the ways that one can. */
export class SyslogPeer {
  /** Whole lines, in the order of arrival. */
  readonly lines: string[] = [];
  readonly sockets = new Set<Socket>();
  connections = 0;
  /** Called with each chunk, after its lines were taken. */
  onData: (socket: Socket) => void = () => {};
  /** Called before anything is read. */
  onConnection: (socket: Socket) => void = () => {};
  #server: Server | undefined;
  port = 0;

  async listen(port = 0): Promise<this> {
    this.#server = createServer((socket) => this.#attend(socket));
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as { port: number }).port;
    return this;
  }

  #attend(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    let rest = "";
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop()!;
      this.lines.push(...parts);
      this.onData(socket);
    });
    this.onConnection(socket);
  }

  /** As when the process is killed: the port is closed and every connection reset. */
  async die(): Promise<void> {
    const closed = this.#server && once(this.#server, "close");
    this.#server?.close();
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
    this.#server = undefined;
  }
}
