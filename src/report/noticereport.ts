import type { Notice } from "../model/notice.ts";
import { table } from "./table.ts";

/** Messages for a person: when, which device, what kind, who, and what was typed. */
export function noticeReport(notices: readonly Notice[], width: number): string {
  if (notices.length === 0) return "No message.\n";
  const rows = notices.map(({ line, time, device, kind, user, from, commands, tag }) => [
    String(line),
    time ?? "no time",
    device ?? "unnamed",
    kind,
    [user ?? "", from === null ? "" : `from ${from}`].filter(Boolean).join(" "),
    commands.length > 0 ? commands.join("; ") : (tag ?? ""),
  ]);
  return table(
    [{ head: "line", right: true }, "time", "device", "kind", "who", { head: "what", below: true }],
    rows,
    width,
  );
}
