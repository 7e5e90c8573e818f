import { compileHead, type Head, isBlank, matchHead } from "./indent/head.ts";
import type { IndentManners } from "./indent/manners.ts";

/** Lines that a profile claims as its own system's statements, and as those of another one; children of blocks included. */
export interface StatementCount {
  readonly own: number;
  readonly foreign: number;
}

interface Claim {
  readonly head: Head;
  readonly block: boolean;
  readonly foreign: boolean;
}

/** Counts by how lines begin and how deep they stand; no grammar is asked. Linear in the text. */
export function countStatements(text: Buffer, manners: IndentManners): StatementCount {
  const claims = manners.claims.filter(({ helper }) => !helper).map(compileClaim);
  const count = { own: 0, foreign: 0 };
  let open: { readonly foreign: boolean; readonly indent: number } | undefined;
  for (let first = 0; first < text.length; ) {
    const stop = lineEnd(text, first);
    const start = textStart(text, first, stop);
    const indent = start - first;
    if (open !== undefined && start < stop && indent <= open.indent) open = undefined;
    const claim = open ?? claims.find(({ head }) => matchHead(head, text, start, stop) >= 0);
    if (claim !== undefined && start < stop && text[start] !== 0x21)
      count[claim.foreign ? "foreign" : "own"] += 1;
    if (open === undefined && claim !== undefined && "block" in claim && claim.block)
      open = { foreign: claim.foreign, indent };
    first = stop + 1;
  }
  return count;
}

function compileClaim(claim: IndentManners["claims"][number]): Claim {
  const head = compileHead("block" in claim ? claim.block : claim.line);
  return { head, block: "block" in claim, foreign: claim.foreign ?? false };
}

function textStart(text: Buffer, first: number, stop: number): number {
  let at = first;
  while (at < stop && isBlank(text[at]!)) at++;
  return at;
}

function lineEnd(text: Buffer, first: number): number {
  let at = first;
  while (at < text.length && text[at] !== 0x0a && text[at] !== 0x0d) at++;
  return at;
}
