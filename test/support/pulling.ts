import type { TestContext } from "node:test";
import { loadCatalog } from "../../src/parse/catalog.ts";
import type { PullManners } from "../../src/parse/pull/manners.ts";
import type { HostKeyBook } from "../../src/source/pull/knownhostsfile.ts";
import { pullDevice, type Pulled, type PullTools } from "../../src/source/pull/puller.ts";
import type { PullTarget } from "../../src/source/pull/target.ts";
import { type FakeDevice, type FakeManners, fakeDevice } from "./fakedevice.ts";

const catalog = loadCatalog();

export function mannersOf(os: string): PullManners {
  return catalog.profile(os).pull!;
}

/** Lets every key pass: for tests that are about something else. */
export const anyKey: HostKeyBook = {
  keys: () => ({ known: [], revoked: new Set(), authority: false }),
  judge: () => ({ kind: "known" }),
  unread: [],
};

export const quickPauses = { settle: 15, end: 60, nudge: 60, idle: 400 };

export function targetOf(device: Pick<FakeDevice, "port">, os: string): PullTarget {
  return {
    name: "r1",
    os,
    host: "127.0.0.1",
    port: device.port,
    credentials: "lab",
    jump: null,
    algorithms: "default",
    fingerprint: null,
  };
}

export function toolsFor(os: string, over: Partial<PullTools> = {}): PullTools {
  return {
    manners: mannersOf(os),
    credential: { name: "lab", user: "puller", password: "s3cret-Password", enable: "en4ble-Secret" },
    book: anyKey,
    hostKeys: "strict",
    limits: { connectSeconds: 2, loginSeconds: 4, idleSeconds: 0.4, totalSeconds: 8, outputBytes: 1_000_000 },
    pauses: quickPauses,
    ...over,
  };
}

export interface FakePull {
  readonly device: FakeDevice;
  readonly pulled: Pulled;
}

/** Starts a fake device and pulls it once. */
export async function pullFake(
  t: TestContext,
  os: string,
  manners: FakeManners,
  over: Partial<PullTools> = {},
  target: Partial<PullTarget> = {},
): Promise<FakePull> {
  const device = await fakeDevice(t, manners);
  const pulled = await pullDevice(
    { ...targetOf(device, os), ...target },
    toolsFor(os, over),
    () => new Date(),
    new AbortController().signal,
  );
  return { device, pulled };
}
