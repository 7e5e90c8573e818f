import type { Profile } from "./profile.ts";

/** One sign of one profile, ready for a search by bytes. */
export interface WantedSign {
  readonly os: string;
  readonly kind: "line" | "is" | "child" | "text";
  readonly bytes: Buffer;
  readonly weight: number;
  /** A sign against the profile: the system that it means. */
  readonly means: string | undefined;
}

/** The signs of all profiles: those of lines by the first two bytes of the line, so that one pass finds them all. */
export interface SignTable {
  readonly byLine: ReadonlyMap<number, readonly WantedSign[]>;
  readonly texts: readonly WantedSign[];
}

export function signTable(profiles: Iterable<Profile>): SignTable {
  const byLine = new Map<number, WantedSign[]>();
  const texts: WantedSign[] = [];
  for (const sign of [...profiles].flatMap(wantedSigns)) {
    const key = keyOf(sign.bytes, 0);
    if (sign.kind === "text") texts.push(sign);
    else byLine.set(key, [...(byLine.get(key) ?? []), sign]);
  }
  return { byLine, texts };
}

function wantedSigns({ os, detect }: Profile): readonly WantedSign[] {
  const against = detect.against ?? [];
  return [
    ...detect.signs.map((sign) => ({ os, ...placed(sign), weight: sign.weight, means: undefined })),
    ...against.map((sign) => ({ os, ...placed(sign), weight: 0, means: sign.means })),
  ];
}

type Placed = Pick<WantedSign, "kind" | "bytes">;

function placed(
  sign: Profile["detect"]["signs"][number] | Omit<Profile["detect"]["signs"][number], "weight">,
): Placed {
  const kind = (["line", "is", "child", "text"] as const).find((one) => sign[one] !== undefined)!;
  return { kind, bytes: Buffer.from(sign[kind]!) };
}

/** The signs that stand in the text, each once. */
export function standing(text: Buffer, table: SignTable): ReadonlySet<WantedSign> {
  const found = new Set<WantedSign>();
  for (const sign of table.texts) if (text.includes(sign.bytes)) found.add(sign);
  for (let first = 0; first < text.length; first = lineEnd(text, first) + 1) {
    const at = skipBlanks(text, first);
    for (const sign of table.byLine.get(keyOf(text, at)) ?? [])
      if (!found.has(sign) && stands(text, at, sign, at > first)) found.add(sign);
  }
  return found;
}

function keyOf(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function stands(text: Buffer, at: number, { kind, bytes }: WantedSign, indented: boolean): boolean {
  if ((kind === "child") !== indented) return false;
  const end = at + bytes.length;
  if (end > text.length || text.compare(bytes, 0, bytes.length, at, end) !== 0) return false;
  return kind !== "is" || isLineEnd(text, skipBlanks(text, end));
}

function lineEnd(text: Buffer, first: number): number {
  let at = first;
  while (!isLineEnd(text, at)) at++;
  return at;
}

function isLineEnd(text: Buffer, at: number): boolean {
  return at >= text.length || text[at] === 0x0a || text[at] === 0x0d;
}

function skipBlanks(text: Buffer, first: number): number {
  let at = first;
  while (text[at] === 0x20 || text[at] === 0x09) at++;
  return at;
}
