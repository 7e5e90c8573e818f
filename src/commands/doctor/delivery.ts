import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { addressText, type Target } from "../../settings/address.ts";
import type { DeliverSettings } from "../../settings/settings.ts";
import { type Check, fail, ok, warn } from "./check.ts";

/** Milliseconds that the doctor waits for an answer. */
const patience = 3_000;

/** The receiver of events answers; over UDP nobody can know more than that its name resolves. */
export async function checkDelivery({ to }: DeliverSettings): Promise<Check> {
  if (to === null)
    return warn(
      "deliver",
      "no receiver is named, so events stay in the outbox",
      "name QRadar in the settings: `deliver: { to: tcp://HOST:514 }`",
    );
  const name = `deliver ${addressText(to)}`;
  try {
    await (to.protocol === "tcp" ? answer(to) : within(lookup(to.host)));
    return ok(
      name,
      to.protocol === "tcp" ? "it answers" : "its name resolves; UDP never tells whether it listens",
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(
      name,
      `no connection (${code ?? message}); events wait in the outbox meanwhile`,
      "check `deliver.to`, the firewall, and that a syslog listener runs there",
    );
  }
}

function answer({ host, port }: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(patience, () => socket.destroy(new Error(`no answer in ${patience / 1000} s`)));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });
}

async function within(step: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${patience / 1000} s`)), patience);
  try {
    await Promise.race([step, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
