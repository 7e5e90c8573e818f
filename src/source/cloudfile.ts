import { createReadStream, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault } from "../model/fault.ts";
import { reason } from "./configfolder.ts";

/** Bytes that are read at once. */
const chunkBytes = 262_144;
/** Deeper than an export by organisation, account, region and date lies. */
const deepest = 24;

/**
 * The files behind a path, sorted: itself, or every file below the folder that it names (an export of a bucket), dot files
 * apart.
 *
 * @throws Fault `cloud-unreadable`
 */
export function cloudFiles(path: string): readonly string[] {
  const seen = new Set<string>();
  const walk = (at: string, depth: number): string[] => {
    if (!statSync(at).isDirectory()) return [at];
    const real = realpathSync(at);
    if (seen.has(real)) return [];
    seen.add(real);
    if (depth > deepest) throw new RangeError(`it lies more than ${deepest} folders deep`);
    const names = readdirSync(at).filter((name) => !name.startsWith("."));
    return names.sort().flatMap((name) => walk(join(at, name), depth + 1));
  };
  try {
    return walk(path, 0);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/**
 * The bytes of a file as UTF-8, unpacked when they are gzip (told from the bytes, not from the name), in pieces.
 *
 * @throws Fault `cloud-unreadable`: absent, not permitted, a folder, or packed and cut off.
 */
export async function* cloudBytes(path: string, stdin?: Readable): AsyncGenerator<Uint8Array> {
  const source = stdin ?? createReadStream(path, { highWaterMark: chunkBytes });
  try {
    yield* plainBytes(source);
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    source.destroy();
  }
}

async function* plainBytes(source: Readable): AsyncGenerator<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await firstBytes(pieces);
  const all = rejoined(first, pieces);
  if (first[0] === 0x1f && first[1] === 0x8b) yield* unpacked(all);
  else if (first[0] === 0xff && first[1] === 0xfe) yield* recoded(all, "utf-16le");
  else if (first[0] === 0xfe && first[1] === 0xff) yield* recoded(all, "utf-16be");
  else yield* all;
}

/** Two bytes at least, where there are two. */
async function firstBytes(pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < 2) {
    const { value, done } = await pieces.next();
    if (done) break;
    bytes = Buffer.concat([bytes, Buffer.from(value)]);
  }
  return bytes;
}

async function* rejoined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value);
}

async function* unpacked(packed: AsyncGenerator<Buffer>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const feeding = feed(packed, gunzip);
  feeding.catch((cause: unknown) => gunzip.destroy(cause as Error));
  try {
    for await (const bytes of gunzip) yield bytes as Buffer;
    await feeding;
  } finally {
    gunzip.destroy();
  }
}

async function feed(packed: AsyncGenerator<Buffer>, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  for await (const bytes of packed) {
    if (gunzip.destroyed) return;
    if (!gunzip.write(bytes))
      await new Promise<void>((resolve) => gunzip.once("drain", resolve).once("close", resolve));
  }
  gunzip.end();
}

async function* recoded(bytes: AsyncGenerator<Buffer>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of bytes) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function unreadable(path: string, cause: unknown): Fault {
  return new Fault({
    code: "cloud-unreadable",
    where: path,
    what: `it cannot be read (${reason(cause)})`,
    remedy: "check the path, that this user may read it, and that the download is complete",
    cause,
  });
}
