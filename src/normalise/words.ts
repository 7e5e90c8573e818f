import type { Direction, State } from "../model/session.ts";
import type { Profile } from "../parse/profile.ts";
import { mostPorts, type PortRoom } from "./interface.ts";

/** The word tables of one profile, as questions that the stage asks. */
export interface Words {
  readonly interfaces: Readonly<Record<string, string>>;
  readonly room: PortRoom;
  mechanism(word: string): string;
  state(word: string): State | undefined;
  direction(word: string): Direction | undefined;
  /** Mechanism of a session that names none; `end` is the kind of end that tells it. */
  defaultMechanism(end: string): string | undefined;
  /** Of a session that states none: its mechanism's own, else that of sessions opened with a type, or of any. */
  defaultState(mechanism: string, opened: "typed" | "session"): State;
  defaultDirection(mechanism: string): Direction;
  dormant(mechanism: string): boolean;
  /** Where a session of this mechanism copies to when it names nothing: a file, or the device's memory (`buffer`). */
  defaultFile(mechanism: string): string | undefined;
  /** Sessions of different namespaces may bear the same name. */
  namespace(mechanism: string | null | undefined): string;
}

export function wordsOf(profile: Profile): Words {
  const {
    mechanism = {},
    state = {},
    direction = {},
    interfaces = {},
    types = [],
    defaults = {},
  } = profile.words;
  const directionOf = (word: string) => asDirection(direction[word] ?? word);
  return {
    interfaces,
    room: { left: mostPorts },
    mechanism: (word) => mechanism[word] ?? word,
    state: (word) => asState(state[word] ?? word),
    direction: directionOf,
    defaultMechanism: (end) => defaults.mechanism?.[end],
    defaultState: (name, opened) =>
      asState(defaults.state?.[name] ?? defaults.state?.[opened] ?? defaults.state?.session) ?? "active",
    defaultDirection: (name) => directionOf(defaults.direction?.[name] ?? "both") ?? "both",
    dormant: (name) => defaults.dormant?.includes(name) ?? false,
    defaultFile: (name) => defaults.file?.[name],
    namespace: (name) => (!name || types.includes(name) ? "" : name),
  };
}

function asDirection(word: string): Direction | undefined {
  return word === "rx" || word === "tx" || word === "both" ? word : undefined;
}

function asState(word: string | undefined): State | undefined {
  return word === "active" || word === "inactive" || word === "incomplete" || word === "unknown"
    ? word
    : undefined;
}
