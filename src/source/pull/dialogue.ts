import type { PullManners } from "../../parse/pull/manners.ts";
import { type Course, pullCourse } from "./course.ts";
import type { FailureClass, PullFailure } from "./failure.ts";
import { commandOutput } from "./output.ts";
import { type PromptTable, promptTable } from "./prompt.ts";
import type { Sending } from "./sending.ts";
import type { SessionResult } from "./session.ts";
import { outputTail } from "./tail.ts";

export interface DialogueOptions {
  readonly manners: PullManners;
  /** Is there an enable secret? */
  readonly secret: boolean;
  /** Bytes that all commands together may print. */
  readonly outputBytes: number;
  readonly pauses: DialoguePauses;
}

/** Milliseconds of silence after which a thing is held for what it looks like. */
export interface DialoguePauses {
  /** A prompt. */
  readonly settle: number;
  /** A prompt that came before the config's last line. */
  readonly end: number;
  /** A greeting without a prompt, or a prompt with other text behind it: a return asks for it again. */
  readonly nudge: number;
  /** Nothing at all. */
  readonly idle: number;
}

/** A conversation with the shell of one device: bytes in, decisions out; no clock and no socket of its own. */
export interface Dialogue {
  heard(chunk: Buffer): readonly Sending[];
  /** Nothing came for as long as `patience()` says. */
  silent(): readonly Sending[];
  closed(): void;
  patience(): number;
  /** Nothing is to be expected or sent any more. */
  over(): boolean;
  result(): SessionResult;
}

type Stage = "greeting" | "learning" | "raising" | "answering" | "command" | "leaving" | "over";

/** Returns that are sent to get a prompt, and keys that a greeting may ask for. */
const mostNudges = 3;

export function shellDialogue(options: DialogueOptions): Dialogue {
  const shell = new Shell(options);
  return {
    heard: (chunk) => shell.heard(chunk),
    silent: () => shell.silent(),
    closed: () => shell.closed(),
    patience: () => shell.patience(),
    over: () => shell.stage === "over",
    result: () => ({ ...shell.course.result(), prompt: shell.prompt, ...shell.failed() }),
  };
}

class Shell {
  stage: Stage = "greeting";
  prompt = "";
  readonly course: Course;
  readonly #options: DialogueOptions;
  readonly #prompts: PromptTable;
  readonly #tail = outputTail();
  #raw: Buffer[] = [];
  #bytes = 0;
  #nudges = 0;
  #waits = 0;
  #candidate = "";
  #target = "";
  #failure: PullFailure | undefined;

  constructor(options: DialogueOptions) {
    this.#options = options;
    this.#prompts = promptTable(options.manners);
    this.course = pullCourse(options.manners);
  }

  failed(): { failure?: PullFailure } {
    return this.#failure === undefined ? {} : { failure: this.#failure };
  }

  heard(chunk: Buffer): readonly Sending[] {
    if (this.stage === "over") return [];
    this.#bytes += chunk.length;
    this.#waits = 0;
    if (this.#bytes > this.#options.outputBytes)
      return this.#fail("too-large", `the device wrote more than ${this.#options.outputBytes} bytes`);
    this.#tail.add(chunk);
    if (this.stage !== "command") return [];
    this.#raw.push(chunk);
    return this.#isQuick() && this.#atPrompt() && this.#answered() ? this.#completed() : [];
  }

  patience(): number {
    const { settle, end, nudge, idle } = this.#options.pauses;
    if (this.stage === "leaving") return end * 2;
    if (this.#prompts.isPager(this.#tail.line())) return settle / 2;
    if (this.stage === "command") {
      if (this.#atPrompt()) return this.#isCut() ? end : settle;
      return this.#mayNudge() || this.#prompts.demand(this.#tail.line()) ? nudge : idle;
    }
    const line = this.#tail.line();
    if (this.#prompts.levelOf(line) !== undefined || this.#prompts.isKey(line) || this.#isAsked())
      return settle;
    return this.#nudges < mostNudges ? nudge : idle;
  }

  silent(): readonly Sending[] {
    if (this.stage === "over") return [];
    if (this.stage === "leaving") return this.#end();
    const line = this.#tail.line();
    if (this.#prompts.isPager(line)) return this.#say({ kind: "space" });
    if (this.#prompts.isForbidden(line) && this.stage !== "command")
      return this.#fail("config-mode", "the session stands in a configuration mode");
    if (this.stage === "command") return this.#commandSilent(line);
    if (this.stage === "raising" && this.#isAsked()) return this.#answer();
    const level = this.#prompts.levelOf(line);
    return level === undefined ? this.#promptless(line) : this.#prompted(line, level);
  }

  closed(): void {
    if (this.stage === "over") return;
    if (this.stage === "leaving") this.#end();
    else if (this.#bytes === 0) this.#fail("busy", "the device closed the session before it wrote anything");
    else if (this.stage === "command") this.#fail("truncated", "the connection was lost in the middle");
    else this.#fail("busy", "the device closed the session before it gave a prompt");
  }

  /** A level's prompt is the last line: it is learned when a return brings the very same again. */
  #prompted(line: string, level: string): readonly Sending[] {
    if (this.stage === "answering" && level !== this.#target)
      return this.#fail("enable-failed", "the device refused the enable secret");
    if (this.stage === "raising" && level !== this.#target)
      return this.#fail("enable-failed", "the device refused to raise the level");
    if (this.stage === "learning" && line === this.#candidate) return this.#learned(line, level);
    if (this.stage === "learning" && ++this.#nudges > mostNudges)
      return this.#fail("prompt-unknown", "the prompt is never the same twice");
    this.#candidate = line;
    this.stage = "learning";
    return this.#say({ kind: "return" });
  }

  #learned(line: string, level: string): readonly Sending[] {
    this.prompt = line;
    this.#nudges = 0;
    const step = this.#prompts.stepFrom(level);
    if (step === undefined) return this.#next();
    this.#target = step.name;
    this.stage = "raising";
    return this.#say({ kind: "command", text: step.by });
  }

  #isAsked(): boolean {
    const line = this.#tail.line();
    if (this.#prompts.demand(line) !== undefined) return false;
    return this.stage === "raising" && this.#prompts.asks(this.#target, line);
  }

  #answer(): readonly Sending[] {
    if (!this.#options.secret)
      return this.#fail(
        "enable-failed",
        "the device asks for an enable secret, and the credential set has none",
      );
    this.stage = "answering";
    return this.#say({ kind: "secret" });
  }

  #promptless(line: string): readonly Sending[] {
    const demand = this.#prompts.demand(line);
    if (demand !== undefined) return this.#demanded(demand);
    if (this.#prompts.asks(this.#target, line) && this.stage === "answering")
      return this.#fail("enable-failed", "the device refused the enable secret");
    if (this.#nudges++ < mostNudges && this.stage !== "answering") return this.#say({ kind: "return" });
    return this.#fail("prompt-unknown", `no known prompt came (the last line has ${line.length} characters)`);
  }

  #demanded(means: string): readonly Sending[] {
    return this.#fail(means.includes("password") ? "password-change" : "asks", means);
  }

  #next(): readonly Sending[] {
    const job = this.course.now();
    if (job === undefined) return this.#leave();
    this.stage = "command";
    this.#raw = [];
    this.#nudges = 0;
    return this.#say({ kind: "command", text: job.command });
  }

  #commandSilent(line: string): readonly Sending[] {
    if (this.#atPrompt() && this.#isCut() && ++this.#waits < 3) return [];
    if (this.#atPrompt()) return this.#completed();
    const demand = this.#prompts.demand(line);
    if (demand !== undefined) return this.#demanded(demand);
    if (this.#mayNudge()) {
      this.#nudges++;
      return this.#say({ kind: "return" });
    }
    return this.#fail("idle", "the device stopped writing in the middle of a command's output");
  }

  /** The prompt stands there with other text behind it, such as a log line. */
  #mayNudge(): boolean {
    return this.#nudges < mostNudges && this.#tail.buries(this.prompt);
  }

  #completed(): readonly Sending[] {
    const job = this.course.now()!;
    const raw = Buffer.concat(this.#raw).toString("latin1");
    this.#raw = [];
    this.course.done(commandOutput(raw, job.command, this.prompt));
    return this.#next();
  }

  /** Output of these is short and known, so that a prompt is believed at once. */
  #isQuick(): boolean {
    const purpose = this.course.now()?.purpose;
    return purpose === "prepare" || purpose === "privilege";
  }

  #atPrompt(): boolean {
    return this.#tail.line() === this.prompt;
  }

  /** More than the prompt that was there before: an echo, or a line. */
  #answered(): boolean {
    return this.#raw.some((chunk) => chunk.includes(0x0a));
  }

  /** Is the config's last line still to come? */
  #isCut(): boolean {
    const { ends } = this.#options.manners;
    if (ends === undefined || this.course.now()?.purpose !== "config") return false;
    const end = Buffer.concat(this.#raw.slice(-8)).subarray(-512).toString("latin1");
    return !end.split(/[\r\n]+/).some((line) => line.trim() === ends);
  }

  #leave(): readonly Sending[] {
    this.stage = "leaving";
    return this.#say({ kind: "command", text: this.#options.manners.leave });
  }

  #say(sending: Sending): readonly Sending[] {
    this.#tail.clear();
    return [sending];
  }

  #end(): readonly Sending[] {
    this.stage = "over";
    return [];
  }

  #fail(kind: FailureClass, why: string): readonly Sending[] {
    this.#failure ??= { class: kind, why };
    return this.#end();
  }
}
