import type { AnyAuthMethod, AuthenticationType, NextAuthHandler } from "ssh2";
import type { Credential } from "./credential.ts";

/** Chooses what to show next; a secret is shown once, by one method, so that no failed login counts twice. */
export interface Login {
  next(left: readonly AuthenticationType[] | null, partial: boolean, choose: NextAuthHandler): void;
  /** Methods that the device offered; null before it said. */
  offered(): readonly string[] | null;
  /** Was a password shown to the device? */
  asked(): boolean;
}

type Answer = Extract<AnyAuthMethod, { type: "keyboard-interactive" }>["prompt"];

export function loginOrder(credential: Credential): Login {
  const { user: username, password, key, agent } = credential;
  const tried = new Set<string>();
  let offered: readonly string[] | null = null;
  const once = (method: AnyAuthMethod, kind: string = method.type) => {
    tried.add(kind);
    return method;
  };
  const choice = (left: readonly string[]): AnyAuthMethod | false => {
    const open = (method: string, kind = method) => left.includes(method) && !tried.has(kind);
    if (agent !== undefined && open("publickey", "agent")) return once({ type: "agent", username, agent });
    if (key !== undefined && open("publickey"))
      return once({ type: "publickey", username, key: key as unknown as string });
    if (password === undefined || tried.has("secret")) return false;
    if (left.includes("password")) return once({ type: "password", username, password }, "secret");
    if (left.includes("keyboard-interactive"))
      return once({ type: "keyboard-interactive", username, prompt: answerOnce(password) }, "secret");
    return false;
  };
  return {
    // OpenSSH as well begins with `none`, which is how a device says what it takes.
    next: (left, _partial, choose) => {
      if (left === null) return choose({ type: "none", username });
      offered = left;
      choose(choice(left) as AnyAuthMethod);
    },
    offered: () => offered,
    asked: () => tried.has("secret"),
  };
}

/** Answers the question for a password, once; whatever else is asked gets an empty answer. */
function answerOnce(password: string): Answer {
  let given = false;
  return (_name, _instructions, _language, prompts, finish) => {
    const answers = prompts.map(({ prompt }) => {
      if (given || !/pass(?:word|code)/i.test(prompt) || /new|change|again|retype/i.test(prompt)) return "";
      given = true;
      return password;
    });
    finish(answers);
  };
}
