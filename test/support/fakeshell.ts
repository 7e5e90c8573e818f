import { setTimeout as pause } from "node:timers/promises";
import type { ServerChannel } from "ssh2";

/** How the terminal of a fake device behaves, well or badly. */
export interface ShellManners {
  /** Written before the first prompt. */
  readonly motd?: string;
  readonly host: string;
  /** The sign at the end of the prompt: `>` below enable, `#` above. */
  readonly start?: ">" | "#";
  /** In front of the prompt, as some systems have it. */
  readonly before?: string;
  readonly enable?: string;
  /** Answers by command. */
  readonly answers: Readonly<Record<string, string>>;
  readonly refusal?: string;
  /** Commands that only `#` may use. */
  readonly privileged?: readonly string[];
  /** Lines of a page; 0: never pages. Paging ends with `terminal length 0` unless `deafPager`. */
  readonly page?: number;
  readonly deafPager?: boolean;
  readonly pager?: string;
  /** Echoes with this width: longer lines are wrapped. */
  readonly width?: number;
  readonly echo?: boolean;
  /** Bytes of one write, and milliseconds between two. */
  readonly drip?: { readonly bytes: number; readonly ms: number };
  /** Closes the connection after this many bytes of an answer to a `show running-config`. */
  readonly cut?: number;
  /** Stops writing after this many bytes of it. */
  readonly stall?: number;
  /** Glued behind the prompt that follows a config. */
  readonly glue?: string;
  /** Milliseconds before a config begins. */
  readonly delay?: number;
  readonly lineEnd?: string;
  /** Asked before the first prompt. */
  readonly press?: string;
}

/** Speaks the manners over a channel; `hangUp` ends the connection. */
export function fakeShell(
  channel: ServerChannel,
  manners: ShellManners,
  typed: string[],
  hangUp: () => void,
): void {
  const shell = new FakeShell(channel, manners, typed, hangUp);
  channel.on("data", (chunk: Buffer) => shell.hear(chunk));
  channel.on("error", () => {});
  shell.greet();
}

class FakeShell {
  readonly #channel: ServerChannel;
  readonly #manners: ShellManners;
  readonly #typed: string[];
  readonly #hangUp: () => void;
  readonly #eol: string;
  #sign: string;
  #line = "";
  #paging: boolean;
  #pages: string[][] = [];
  #asking = false;
  #pressing: boolean;
  #turn: Promise<void> = Promise.resolve();

  constructor(channel: ServerChannel, manners: ShellManners, typed: string[], hangUp: () => void) {
    this.#channel = channel;
    this.#manners = manners;
    this.#typed = typed;
    this.#hangUp = hangUp;
    this.#eol = manners.lineEnd ?? "\r\n";
    this.#sign = manners.start ?? "#";
    this.#paging = (manners.page ?? 0) > 0;
    this.#pressing = manners.press !== undefined;
  }

  greet(): void {
    const { motd, press } = this.#manners;
    if (motd !== undefined) this.#write(this.#lines(motd));
    if (press === undefined) this.#prompt();
    else this.#write(press);
  }

  hear(chunk: Buffer): void {
    for (const letter of chunk.toString("latin1")) this.#turn = this.#turn.then(() => this.#key(letter));
  }

  async #key(letter: string): Promise<void> {
    if (this.#pages.length > 0) return this.#page(letter);
    if (this.#pressing) {
      this.#pressing = false;
      this.#typed.push(letter);
      this.#write(this.#eol);
      return this.#prompt();
    }
    if (letter !== "\r" && letter !== "\n") {
      this.#line += letter;
      return;
    }
    const line = this.#line;
    this.#line = "";
    this.#typed.push(line);
    this.#echo(line);
    await this.#run(line);
  }

  #echo(line: string): void {
    if (this.#asking || this.#manners.echo === false) {
      this.#write(this.#eol);
      return;
    }
    const { width } = this.#manners;
    const room = width === undefined ? line.length + 1 : width - this.#promptText().length;
    const shown = line.length > room ? `${line.slice(0, room)}${this.#eol}${line.slice(room)}` : line;
    this.#write(`${shown}${this.#eol}`);
  }

  async #run(line: string): Promise<void> {
    const {
      enable,
      answers,
      privileged = [],
      refusal = "% Invalid input detected at '^' marker.",
    } = this.#manners;
    if (this.#asking) {
      this.#asking = false;
      if (line === enable) this.#sign = "#";
      else this.#write(this.#lines("% Bad secrets\n"));
      return this.#prompt();
    }
    if (line === "exit") return this.#hangUp();
    if (line === "enable" && this.#sign === ">") {
      if (enable === undefined) this.#sign = "#";
      else {
        this.#asking = true;
        return this.#write("Password: ");
      }
      return this.#prompt();
    }
    if (line === "terminal length 0" && !this.#manners.deafPager) this.#paging = false;
    if (line === "" || line.startsWith("terminal ")) return this.#prompt();
    const answer = privileged.includes(line) && this.#sign === ">" ? undefined : answers[line];
    await this.#print(line, answer ?? `${refusal}\n`);
  }

  async #print(line: string, text: string): Promise<void> {
    const isConfig = line.startsWith("show running-config");
    const { delay, cut, stall, page = 0, glue } = this.#manners;
    if (isConfig && delay !== undefined) await pause(delay);
    const stop = isConfig ? Math.min(cut ?? Infinity, stall ?? Infinity) : Infinity;
    if (text.length > stop) {
      await this.#drip(this.#lines(text.slice(0, stop)));
      if (cut !== undefined) setTimeout(() => this.#hangUp(), 5);
      return;
    }
    if (this.#paging && text.split("\n").length > page) {
      const lines = text.replace(/\n$/, "").split("\n");
      while (lines.length > 0) this.#pages.push(lines.splice(0, page));
      return this.#nextPage();
    }
    await this.#drip(this.#lines(text));
    this.#prompt(isConfig ? glue : undefined);
  }

  #nextPage(): void {
    const lines = this.#pages.shift()!;
    this.#write(this.#lines(`${lines.join("\n")}\n`));
    if (this.#pages.length === 0) this.#prompt();
    else this.#write(this.#manners.pager ?? " --More-- ");
  }

  #page(letter: string): void {
    this.#typed.push(letter);
    const size = (this.#manners.pager ?? " --More-- ").length;
    this.#write(`${"\b".repeat(size)}${" ".repeat(size)}${"\b".repeat(size)}`);
    this.#nextPage();
  }

  async #drip(text: string): Promise<void> {
    const { drip } = this.#manners;
    if (drip === undefined) return this.#write(text);
    for (let at = 0; at < text.length; at += drip.bytes) {
      this.#write(text.slice(at, at + drip.bytes));
      await pause(drip.ms);
    }
  }

  #promptText(): string {
    return `${this.#manners.before ?? ""}${this.#manners.host}${this.#sign}`;
  }

  #prompt(glue = ""): void {
    this.#write(`${this.#promptText()}${glue}`);
  }

  #lines(text: string): string {
    return text.replaceAll("\n", this.#eol);
  }

  #write(text: string): void {
    if (this.#channel.writable) this.#channel.write(Buffer.from(text, "latin1"));
  }
}
