/** The name of a message and the text after it. */
export interface Tagged {
  /** `%SYS-5-CONFIG_I`, `UI_COMMIT`; null when the text begins with no tag. */
  readonly tag: string | null;
  readonly text: string;
}

/** `%FAC-SUBFAC-SEV-MNEMONIC`; severities are digits, letters on small-business switches, a class before them on ASA. */
const percent =
  /^%((?:[A-Za-z0-9_]{1,40}-){1,6}?(?:[0-7]|[A-Z]))-([A-Za-z0-9_]{1,80})(?:-[0-9])?\s{0,4}:?\s*/;
/** Junos with explicit priority but without a name: `%DAEMON-4: text`. */
const nameless = /^%([A-Z][A-Z0-9_]{1,40})-([0-7])\s{0,2}:\s*/;
/** `UI_COMMIT: text`: capitals with an underscore, so that `WARNING:` is no tag. */
const bare = /^([A-Z][A-Z0-9]{0,39}(?:_[A-Z0-9]{1,40}){1,12})\s{0,2}:\s*/;

export function readTag(text: string): Tagged {
  const found = percent.exec(text);
  if (found) return { tag: `%${found[1]}-${found[2]}`, text: text.slice(found[0].length) };
  const without = nameless.exec(text);
  if (without) return named(`%${without[1]}-${without[2]}`, text.slice(without[0].length));
  return named(null, text);
}

function named(fallback: string | null, text: string): Tagged {
  const found = bare.exec(text);
  return found ? { tag: found[1]!, text: text.slice(found[0].length) } : { tag: fallback, text };
}

const somewhere = /(?:^|[\s:])%(?:[A-Za-z0-9_]{1,40}-){1,6}?[0-7]-[A-Z][A-Z0-9_]{1,80}\s{0,2}:/;

/** Where a `%FAC-SEV-MNEMONIC:` stands in a text whose beginning nobody can read; -1 when there is none. */
export function findTag(text: string): number {
  const found = somewhere.exec(text);
  return found ? found.index + found[0].indexOf("%") : -1;
}
