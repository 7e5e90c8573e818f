import { type Console, qradarConsole } from "../../deliver/qradar/console.ts";
import { httpsExchange } from "../../deliver/qradar/exchange.ts";
import { Fault } from "../../model/fault.ts";
import { plain } from "../../report/plain.ts";
import type { QradarSettings } from "../../settings/settings.ts";
import { PullError } from "../../source/pull/failure.ts";
import { takeSecret } from "../../source/pull/secret.ts";
import type { CommandContext } from "../context.ts";

/** The console of the settings. @throws Fault `settings-invalid` when there is none, `credential-unavailable` */
export async function openConsole(context: CommandContext): Promise<Console> {
  const settings = context.settings().qradar;
  if (settings === null) throw unnamed(context);
  const { url, version, timeout } = settings;
  return qradarConsole({
    exchange: httpsExchange(new URL(url), settings, timeout),
    where: url.replace(/\/$/, ""),
    token: await token(context, settings),
    version,
    incident: (what) => context.talk(`mirrorwatch: ${plain(what)}`),
  });
}

/** A token with a line break would be a header of its own. */
async function token(context: CommandContext, settings: QradarSettings): Promise<string> {
  try {
    const found = (await takeSecret(settings.token, context.env)).trim();
    if (/^[!-~]+$/.test(found)) return found;
    throw unusable("it holds characters that no token has");
  } catch (error) {
    if (error instanceof PullError) throw unusable(error.message);
    throw error;
  }
}

function unusable(what: string): Fault {
  return new Fault({
    code: "credential-unavailable",
    where: "qradar.token",
    what,
    remedy: "put the token of an authorized service where qradar.token says",
  });
}

function unnamed(context: CommandContext): Fault {
  return new Fault({
    code: "settings-invalid",
    where: context.settings().file ?? "settings",
    what: "no console is named",
    remedy: "name one: qradar: { url: https://HOST, token: { file: PATH } } (docs/qradar.md)",
  });
}
