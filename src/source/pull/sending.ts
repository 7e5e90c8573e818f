import type { PullManners } from "../../parse/pull/manners.ts";

/** Everything that mirrorwatch can say to a device. There is no form for free text. */
export type Sending =
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "return" }
  /** Asks a pager for more. */
  | { readonly kind: "space" }
  /** The enable secret of the credential, when the device asks for it. */
  | { readonly kind: "secret" };

/** The commands of a profile: nothing else can be sent. */
export function allowedCommands(manners: PullManners): ReadonlySet<string> {
  const { levels, prepare, privilege, config, unprivileged, second, shows, leave } = manners;
  const raising = levels.flatMap(({ by }) => by ?? []);
  const single = [privilege?.command, unprivileged, leave].filter((one) => one !== undefined);
  return new Set([...raising, ...prepare, ...single, ...config, ...(second ?? []), ...shows]);
}

/**
 * The bytes of a sending, as they go to the device.
 *
 * @throws Error, a bug, for a command that the profile does not list or a secret that nobody gave.
 */
export function bytesOf(sending: Sending, allowed: ReadonlySet<string>, secret: string | undefined): string {
  if (sending.kind === "return") return "\r";
  if (sending.kind === "space") return " ";
  if (sending.kind === "secret") {
    if (secret === undefined) throw new Error("no secret was given to send");
    return `${secret}\r`;
  }
  if (!allowed.has(sending.text)) throw new Error("a command that is not on the list was about to be sent");
  return `${sending.text}\r`;
}
