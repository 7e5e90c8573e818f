/** One open way to the receiver of events. A transport is one file that makes these. */
export interface Connection {
  /** Resolves when the kernel has taken the lines; rejects when the connection breaks. One call at a time. */
  send(lines: readonly string[]): Promise<void>;
  /** Bytes that the far end has not acknowledged yet; undefined where that cannot be known. */
  unacknowledged(): number | undefined;
  /**
   * Resolves when the connection is over without this side having ended it. `orderly`: the far end closed it and had
   * taken everything before; otherwise the last lines may be lost.
   */
  readonly over: Promise<Ending>;
  /** Ends the connection; the far end has taken everything when this resolves to `orderly`. */
  end(): Promise<Ending>;
  destroy(): void;
}

export interface Ending {
  readonly orderly: boolean;
  readonly reason: string;
}

/** Opens a connection. Rejects with what the system says. */
export type Dial = (signal: AbortSignal) => Promise<Connection>;
