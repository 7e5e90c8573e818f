/** One SD-ELEMENT of RFC 5424 section 6.3. Values are unescaped. */
export interface StructuredElement {
  readonly id: string;
  readonly params: readonly (readonly [name: string, value: string])[];
}

export interface StructuredRead {
  readonly elements: readonly StructuredElement[];
  /** Where the data ends in the text; 0 when the text holds no structured data. */
  readonly end: number;
}

const none: StructuredRead = { elements: [], end: 0 };

/**
 * Reads `[id name="value" …][…]` or the nil value `-` from the start of a text, with the escapes `\"`, `\\` and `\]`.
 * A backslash before anything else stands for itself, as the RFC says. What is not well formed is not structured data.
 */
export function readStructured(text: string): StructuredRead {
  if (/^-(?= |$)/.test(text)) return { elements: [], end: 1 };
  const elements: StructuredElement[] = [];
  let at = 0;
  while (text[at] === "[") {
    const read = readElement(text, at);
    if (!read) return none;
    elements.push(read.element);
    at = read.end;
  }
  return at < text.length && text[at] !== " " ? none : { elements, end: at };
}

const name = /[^\s="\]]+/y;
const param = / +([^\s="\]]+)="/y;

function readElement(text: string, start: number): { element: StructuredElement; end: number } | null {
  name.lastIndex = start + 1;
  const id = name.exec(text)?.[0];
  if (id === undefined) return null;
  const params: [string, string][] = [];
  let at = start + 1 + id.length;
  for (;;) {
    param.lastIndex = at;
    const key = param.exec(text);
    if (!key) break;
    const value = readValue(text, param.lastIndex);
    if (!value) return null;
    params.push([key[1]!, value.value]);
    at = value.end;
  }
  while (text[at] === " ") at++;
  return text[at] === "]" ? { element: { id, params }, end: at + 1 } : null;
}

function readValue(text: string, start: number): { value: string; end: number } | null {
  let value = "";
  let from = start;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') return { value: value + text.slice(from, at), end: at + 1 };
    if (text[at] !== "\\") continue;
    if (/["\\\]]/.test(text[at + 1] ?? "")) {
      value += text.slice(from, at);
      from = at + 1;
    }
    at++;
  }
  return null;
}
