import { isBlank, looksLikeList, onlyBlanksBefore, type Piece, type Trouble } from "./piece.ts";

export interface SplitterOptions {
  readonly piece: (piece: Piece) => void;
  readonly trouble: (trouble: Trouble) => void;
  /** Bytes of one piece; what is larger is skipped and reported. */
  readonly most?: number;
}

export interface Splitter {
  push(chunk: Uint8Array): void;
  /** The stream has ended. */
  end(): void;
}

/** No audit record comes near it: CloudTrail cuts at 256 KB, the others below. */
const mostBytes = 16 * 1024 * 1024;
/** Keys under which exports list records: they are taken one by one, so that no file is too large. */
const lists = new Set(["records", "value", "entries", "events", "logevents", "receivedmessages"]);
const longestKey = 16;

const [newline, quote, backslash, comma, colon] = [0x0a, 0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const literal = /^(?:null|true|false|-?\d[\d.eE+-]*)$/;

type Mode = "between" | "value" | "line" | "word";

/**
 * Cuts a stream of JSON into values without holding more than one of them: lines, values one after another in any layout,
 * arrays, and objects that list records. A value that breaks off costs itself only: a line end inside a string, or a brace
 * where none can stand, shows where the next one begins.
 */
export function splitter(options: SplitterOptions): Splitter {
  const state = new Splitting(options);
  return { push: (chunk) => state.push(chunk), end: () => state.end() };
}

/** A class for speed alone: every byte of the stream passes here, and fields are faster than captured variables. */
class Splitting {
  private readonly options: SplitterOptions;
  private readonly most: number;
  private held: Uint8Array = new Uint8Array(0);
  /** Next byte of `held` to look at, and where the value or line began. */
  private at = 0;
  private start = 0;
  /** Bytes of the stream before `held`. */
  private offset = 0;
  private line = 1;
  private startLine = 1;
  private startByte = 0;
  private mode: Mode = "between";
  /** The line began as a value: what stands at its end is broken. */
  private spoilt = false;
  private depth = 0;
  private inString = false;
  /** The value is a text that stands in a list. */
  private bare = false;
  private escaped = false;
  private previous = 0;
  /** The last string directly inside the value: perhaps the key of a list. */
  private key = "";
  /** Arrays and objects around the value, outermost first. */
  private readonly around: ("array" | "object")[] = [];
  /** The value is what is left of an object whose records have been taken. */
  private hollow = false;
  private oversize = false;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.most = options.most ?? mostBytes;
  }

  push(chunk: Uint8Array): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    this.read(false);
    this.release();
  }

  end(): void {
    this.read(true);
    if (this.mode === "word") this.endWord();
    else if (this.mode === "line") this.give(this.spoilt ? "broken" : "text");
    else if (this.mode === "value") this.give("broken");
    else if (this.around.length > 0)
      this.trouble(this.line, this.offset + this.at, "it ends in the middle of a list");
    this.mode = "between";
    this.around.length = 0;
  }

  private read(last: boolean): void {
    while (this.at < this.held.length) {
      if (this.mode === "value") this.inValue();
      else if (this.mode === "line") this.inLine();
      else if (this.mode === "word") this.inWord();
      else if (!this.between(last)) return;
    }
  }

  /** False when more bytes are needed to tell what begins here. */
  private between(last: boolean): boolean {
    const byte = this.held[this.at]!;
    if (byte === newline) this.line++;
    else if (byte === openBrace) return this.beginValue(0, false);
    else if (byte === openBracket) {
      const beginsList = this.around.length > 0 || looksLikeList(this.held, this.at, last);
      if (beginsList === undefined) return false;
      if (!beginsList) return this.begin("line");
      this.around.push("array");
    } else if (byte === closeBracket) return this.endList();
    else if (!isBlank(byte) && byte !== comma && byte !== closeBrace) {
      if (this.around.length === 0) return this.begin("line");
      return byte === quote ? this.beginValue(1, true) : this.begin("word");
    }
    this.at++;
    return true;
  }

  private endList(): boolean {
    this.around.pop();
    if (this.around.at(-1) === "object") {
      this.around.pop();
      this.beginValue(0, false);
      [this.depth, this.previous, this.hollow] = [1, closeBracket, true];
    }
    this.at++;
    return true;
  }

  private begin(mode: Mode): true {
    this.mode = mode;
    this.start = this.at;
    this.startLine = this.line;
    this.startByte = this.offset + this.at;
    this.spoilt = false;
    return true;
  }

  /** A text in a list counts as one level, which its closing quote ends. */
  private beginValue(depth: number, inString: boolean): true {
    this.begin("value");
    this.depth = depth;
    this.inString = inString;
    this.bare = inString;
    this.escaped = false;
    this.previous = 0;
    this.key = "";
    if (inString) this.at++;
    return true;
  }

  private inLine(): void {
    const end = this.held.indexOf(newline, this.at);
    this.at = end < 0 ? this.held.length : end;
    if (end < 0) return;
    this.give(this.spoilt ? "broken" : "text");
    this.mode = "between";
  }

  private inWord(): void {
    const byte = this.held[this.at]!;
    if (byte === comma || byte === closeBracket || byte === closeBrace || isBlank(byte)) this.endWord();
    else this.at++;
  }

  private endWord(): void {
    const word = this.text();
    if (!literal.test(word)) this.trouble(this.startLine, this.startByte, "it is no JSON");
    this.mode = "between";
  }

  private inValue(): void {
    if (this.inString) this.string();
    else this.structure();
  }

  private string(): void {
    const { held } = this;
    const top = this.depth === 1 && !this.bare;
    let at = this.at;
    for (; at < held.length; at++) {
      const byte = held[at]!;
      if (this.escaped) this.escaped = false;
      else if (byte === backslash) this.escaped = true;
      else if (byte === quote) {
        this.at = at + 1;
        this.endString();
        return;
      } else if (byte === newline) {
        this.at = at;
        this.spoil(true);
        return;
      } else if (top && this.key.length < longestKey) this.key += String.fromCharCode(byte);
    }
    this.at = at;
  }

  private endString(): void {
    this.inString = false;
    this.previous = quote;
    if (!this.bare) return;
    this.give("text");
    this.mode = "between";
  }

  private structure(): void {
    const { held } = this;
    let at = this.at;
    for (; at < held.length; at++) {
      const byte = held[at]!;
      if (byte === quote) {
        this.inString = true;
        if (this.depth === 1) this.key = "";
        this.at = at + 1;
        return;
      }
      if (byte === openBrace || byte === openBracket) {
        this.at = at;
        if (!this.open(byte)) return;
      } else if (byte === closeBrace || byte === closeBracket) {
        this.previous = byte;
        if (--this.depth > 0) continue;
        this.at = at + 1;
        this.give("value");
        this.mode = "between";
        return;
      } else if (byte === newline) this.line++;
      else if (!isBlank(byte)) this.previous = byte;
    }
    this.at = at;
  }

  /** False when the reading does not go on inside the value. */
  private open(byte: number): boolean {
    const { previous, depth } = this;
    if (depth > 0 && previous !== colon && previous !== comma && previous !== openBracket) {
      this.spoil(false);
      return false;
    }
    if (byte === openBracket && depth === 1 && previous === colon && this.listsRecords()) {
      this.around.push("object", "array");
      [this.hollow, this.oversize, this.mode] = [false, false, "between"];
      this.at++;
      return false;
    }
    this.depth++;
    this.previous = byte;
    return true;
  }

  private listsRecords(): boolean {
    return lists.has(this.key.toLowerCase());
  }

  /** What began before ends here: a brace or a line end stands where none can. */
  private spoil(lineEnd: boolean): void {
    if (lineEnd || onlyBlanksBefore(this.held, this.start, this.at)) {
      this.give("broken");
      this.mode = "between";
    } else {
      this.mode = "line";
      this.spoilt = true;
    }
  }

  private give(kind: Piece["kind"]): void {
    if (this.oversize || (!this.hollow && this.at - this.start > this.most))
      this.trouble(this.startLine, this.startByte, `it is larger than ${this.most} bytes`);
    else if (!this.hollow)
      this.options.piece({ kind, text: this.text(), line: this.startLine, byte: this.startByte });
    else if (kind === "broken")
      this.trouble(
        this.line,
        this.offset + this.at,
        "an object that lists records does not end as it should",
      );
    this.oversize = false;
    this.hollow = false;
  }

  private text(): string {
    const { buffer, byteOffset } = this.held;
    return Buffer.from(buffer, byteOffset + this.start, this.at - this.start).toString("utf8");
  }

  private trouble(line: number, byte: number, what: string): void {
    this.options.trouble({ line, byte, what });
  }

  /** Lets go of what has been read. */
  private release(): void {
    const inside = this.mode !== "between" && !this.hollow;
    if (inside && this.at - this.start > this.most) this.oversize = true;
    const cut = inside && !this.oversize ? this.start : this.at;
    this.held = this.held.subarray(cut);
    this.offset += cut;
    this.at -= cut;
    this.start = Math.max(0, this.start - cut);
  }
}
