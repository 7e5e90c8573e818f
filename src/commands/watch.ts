import { Command, InvalidArgumentError } from "commander";
import { exit, Fault } from "../model/fault.ts";
import { json } from "../report/plain.ts";
import { type Address, parseAddress, parseTarget, type Target } from "../settings/address.ts";
import type { Settings } from "../settings/settings.ts";
import { type Inherited, inheritedSockets } from "../source/activation.ts";
import type { CommandContext } from "./context.ts";
import { checkSystems } from "./inventorycheck.ts";
import { manual } from "./manual.ts";
import { watchLog } from "./watchlog.ts";
import { runWatch, type WatchOrders, type WatchPlan } from "./watchrun.ts";

interface WatchOptions {
  readonly udp?: readonly Address[];
  readonly tcp?: readonly Address[];
  readonly tls?: readonly Address[];
  /** False: `--no-deliver`. */
  readonly deliver?: Target | false;
  readonly for?: number;
  readonly untilMessages?: number;
}

/** `mirrorwatch watch`: the syslog receiver; judges mirror commands as devices log them, and delivers the events. */
export function watchCommand(context: CommandContext): Command {
  const command = new Command("watch")
    .description("Receive the syslog of network devices and report mirror commands that no approval covers.")
    .option("--udp <address:port>", "listen for UDP here; may be repeated", addresses)
    .option("--tcp <address:port>", "listen for TCP here; may be repeated", addresses)
    .option("--tls <address:port>", "listen for TLS here, with the certificate of `watch.tls`", addresses)
    .option("--deliver <target>", "send events to tls://, tcp:// or udp://HOST:PORT", target)
    .option("--no-deliver", "leave the events in the outbox, even when `deliver.to` is set")
    .option("--for <seconds>", "end after this time", positive)
    .option("--until-messages <count>", "end when this many messages have been received", positive)
    .addHelpText(
      "after",
      "\nWith --udp, --tcp or --tls only what they name is listened on; else what the settings' watch section names.\n" +
        "SIGTERM and SIGINT end it in an orderly way: what was received is judged, stored and delivered first.\n" +
        "SIGHUP makes it read settings, profiles, grammars and certificates anew.",
    )
    .action((options: WatchOptions) => watch(context, options));
  return manual(command, [
    ["mirrorwatch watch", "as a service, with mirrorwatch.yaml"],
    [
      "mirrorwatch watch --udp 127.0.0.1:5514 --tcp 127.0.0.1:5514",
      "try it on this machine: logger -n 127.0.0.1 -P 5514 …",
    ],
    ["mirrorwatch watch --deliver tcp://qradar.example.net:514", "deliver events to QRadar"],
  ]);
}

async function watch(context: CommandContext, options: WatchOptions): Promise<void> {
  const first = { settings: context.settings(), catalog: context.catalog() };
  const inherited = inheritedSockets(context.env, process.pid);
  const orders = (from: typeof first) => ordersOf(from, options, inherited);
  const again = () => orders(context.reread());
  const summary = await runWatch(context, orders(first), again, watchLog(context));
  if (context.options().json) context.out(json(summary));
  if (summary.bugs > 0) context.exit(exit.bug);
}

function ordersOf(
  { settings, catalog }: ReturnType<CommandContext["reread"]>,
  options: WatchOptions,
  inherited: Inherited | undefined,
): WatchOrders {
  checkSystems({ settings: () => settings, catalog: () => catalog });
  const { file, inventory } = settings;
  return { file, inventory, catalog, plan: planOf(settings, options, inherited) };
}

function planOf(settings: Settings, options: WatchOptions, inherited: Inherited | undefined): WatchPlan {
  const { watch: listen, deliver } = settings;
  const { udp, tcp, tls } = addressesOf(settings, options, inherited);
  if (udp.length + tcp.length + tls.length === 0) throw nowhere(settings);
  if (tls.length > 0 && listen.tls === null) throw nameless(settings);
  return {
    udp,
    tcp,
    tls,
    certificates: listen.tls,
    proxies: listen.proxies,
    limits: listen.limits,
    deliver: { ...deliver, to: options.deliver === false ? null : (options.deliver ?? deliver.to) },
    ...(options.for === undefined ? {} : { seconds: options.for }),
    ...(options.untilMessages === undefined ? {} : { messages: options.untilMessages }),
  };
}

/** What the command line says overrules the sockets that systemd opened, and these overrule the settings. */
function addressesOf(
  { watch }: Settings,
  { udp, tcp, tls }: WatchOptions,
  inherited: Inherited | undefined,
): Pick<WatchPlan, "udp" | "tcp" | "tls"> {
  if (udp ?? tcp ?? tls) return { udp: udp ?? [], tcp: tcp ?? [], tls: tls ?? [] };
  return inherited ?? { udp: watch.udp, tcp: watch.tcp, tls: watch.tls?.listen ?? [] };
}

function nowhere({ file }: Settings): Fault {
  return new Fault({
    code: "settings-invalid",
    where: file ?? "settings",
    what: "neither watch.udp nor watch.tcp nor watch.tls names an address, so nothing can be received",
    remedy: "name one, as in udp: 0.0.0.0:5514, or use --udp or --tcp",
  });
}

function nameless({ file }: Settings): Fault {
  return new Fault({
    code: "settings-invalid",
    where: file ?? "settings",
    what: "a TLS listener needs a certificate, and watch.tls names none",
    remedy: "name both files: watch: { tls: { certificate: FILE, key: FILE } }",
  });
}

function addresses(text: string, before: readonly Address[] = []): readonly Address[] {
  const address = parseAddress(text);
  if (address === undefined)
    throw new InvalidArgumentError("It is ADDRESS:PORT, as in 127.0.0.1:5514 or [::1]:5514.");
  return [...before, address];
}

function target(text: string): Target {
  const found = parseTarget(text);
  if (found === undefined)
    throw new InvalidArgumentError("It is tls://HOST:PORT, tcp://HOST:PORT or udp://HOST:PORT.");
  return found;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It is a number above 0.");
  return value;
}
