import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { addressText, type Target } from "../../settings/address.ts";
import { dialTls } from "../../deliver/tls.ts";
import type { DeliverSettings, DeliverTls } from "../../settings/settings.ts";
import { type Check, fail, ok, warn } from "./check.ts";

/** Milliseconds that the doctor waits for an answer. */
const patience = 3_000;

/** The receiver of events answers; over UDP nobody can know more than that its name resolves. */
export async function checkDelivery({ to, tls }: DeliverSettings): Promise<Check> {
  if (to === null)
    return warn(
      "deliver",
      "no receiver is named, so events stay in the outbox",
      "name QRadar in the settings: `deliver: { to: tls://HOST:6514 }`",
    );
  const name = `deliver ${addressText(to)}`;
  try {
    if (to.protocol === "udp") await within(lookup(to.host));
    else await (to.protocol === "tcp" ? answer(to) : handshake(to, tls));
    return ok(name, answers[to.protocol]);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(
      name,
      `no connection (${code ?? message}); events wait in the outbox meanwhile`,
      "check `deliver.to`, the firewall, and that a syslog listener runs there",
    );
  }
}

const answers = {
  tls: "it answers, and its certificate is right",
  tcp: "it answers",
  udp: "its name resolves; UDP never tells whether it listens",
} as const;

async function handshake(to: Target, tls: DeliverTls | undefined): Promise<void> {
  const connection = await within(dialTls(to, tls)(AbortSignal.timeout(patience)));
  connection.destroy();
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

async function within<T>(step: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${patience / 1000} s`)), patience);
  try {
    return await Promise.race([step, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
