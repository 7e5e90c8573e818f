import { type ShowLine, showLine } from "./line.ts";

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Is the text XML, as an RPC replies? */
export function isXml(bytes: Buffer): boolean {
  return /^\s*(?:[\w.@:-]+> ?[^\n]*\n\s*)?<(?:\?xml|[a-z][\w-]*[\s>/])/.test(
    bytes.toString("latin1", 0, 2000),
  );
}

/** Each element that holds a text as a line `name : text`, and each that holds others as a line `name :`. */
export function xmlLines(bytes: Buffer): ShowLine[] {
  const text = bytes.toString("utf8");
  const lines: ShowLine[] = [];
  const element = /<([A-Za-z][\w:.-]*)[^<>]{0,1000}?(\/?)>([^<]*)|\n/g;
  let line = 1;
  for (let found = element.exec(text); found !== null; found = element.exec(text)) {
    const [whole, name, closed, content = ""] = found;
    if (name !== undefined && closed === "") lines.push(elementLine(name, content, line));
    line += breaks(whole);
  }
  return lines;
}

function elementLine(name: string, content: string, line: number): ShowLine {
  const value = content.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities[entity] ?? "");
  const plain = value.replace(/[\x00-\x1f\x7f]+/g, " ").trim();
  return { ...showLine(`${name.replace(/^.*:/, "")} : ${plain}`, line) };
}

function breaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
