import type { Statement } from "../model/statement.ts";
import type { Draft } from "./draft.ts";
import { compressRanges } from "./vlan.ts";

/** A VLAN that is set up to carry copies is evidence for each session that copies into it or out of it. */
export function joinRemoteVlans(drafts: Iterable<Draft>, statements: readonly Statement[]): void {
  const lines = linesOf(statements);
  for (const draft of drafts)
    for (const { kind, name = "" } of [...draft.sources, ...draft.destinations]) {
      const line = kind === "remote-vlan" || kind === "vlan" ? lines.get(name) : undefined;
      if (line !== undefined) draft.lines.add(line);
    }
}

/** The VLANs that are set up to carry copies: `100,400-402`. */
export function remoteVlansOf(statements: readonly Statement[]): string {
  const vlans = [...linesOf(statements).keys()].join(",");
  return vlans === "" ? "" : compressRanges(vlans);
}

/** By VLAN, the line that sets it up. */
function linesOf(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { record, line } of statements) {
    const vlan = record.remoteVlan ? compressRanges(record.remoteVlan) : undefined;
    if (vlan && record.removed) lines.delete(vlan);
    else if (vlan) lines.set(vlan, line);
  }
  return lines;
}
