import { endianness } from "node:os";

/**
 * The system calls that Node has no way to: many datagrams at once (recvmmsg(2)). Numbers are those of Linux on x86-64 and
 * arm64. Each call returns what the system does, or the negative of errno.
 */
export interface KernelCalls {
  socket(family: number, type: number, protocol: number): number;
  bind(descriptor: number, address: Uint8Array, length: number): number;
  getsockname(descriptor: number, address: Uint8Array, length: Uint8Array): number;
  setsockopt(descriptor: number, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(descriptor: number, level: number, name: number, value: Uint8Array, length: Uint8Array): number;
  recvmmsg(descriptor: number, headers: Uint8Array, count: number, flags: number, timeout: null): number;
  close(descriptor: number): number;
  /** Waits in a thread of its own until one of the sockets has something, at most this many milliseconds. */
  poll(sockets: Uint8Array, count: number, timeout: number): Promise<number>;
  /** Where a buffer lies. It must not be let go while the system knows it. */
  addressOf(buffer: Uint8Array): bigint;
}

const signatures = {
  socket: "int socket(int, int, int)",
  bind: "int bind(int, void *, uint32_t)",
  getsockname: "int getsockname(int, void *, void *)",
  setsockopt: "int setsockopt(int, int, int, void *, uint32_t)",
  getsockopt: "int getsockopt(int, int, int, void *, void *)",
  recvmmsg: "int recvmmsg(int, void *, uint32_t, int, void *)",
  close: "int close(int)",
} as const;

export const isSupported =
  process.platform === "linux" && ["x64", "arm64"].includes(process.arch) && endianness() === "LE";

/** Undefined where koffi, an optional dependency, is not installed or does not load. */
export async function kernelCalls(): Promise<KernelCalls | undefined> {
  if (!isSupported) return undefined;
  try {
    const { default: koffi } = await import("koffi");
    const library = koffi.load(null);
    const calls = Object.entries(signatures).map(([name, signature]) => {
      const call = library.func(signature);
      return [
        name,
        (...args: unknown[]) => {
          const result = call(...args) as number;
          return result < 0 ? -koffi.errno() : result;
        },
      ];
    });
    const wait = library.func("int poll(void *, unsigned long, int)");
    const poll = (sockets: Uint8Array, count: number, timeout: number) =>
      new Promise<number>((resolve, reject) => {
        wait.async(sockets, count, timeout, (error: unknown, result: number) =>
          error ? reject(error) : resolve(result),
        );
      });
    const addressOf = (buffer: Uint8Array) => BigInt(koffi.address(buffer));
    return { ...Object.fromEntries(calls), poll, addressOf } as KernelCalls;
  } catch {
    return undefined;
  }
}
