/** Why a device could not be pulled, in the words of the summary. */
export type FailureClass = keyof typeof remedies;

/** What to do about each; the public list of docs/pulling.md. */
export const remedies = {
  "name-unknown": "mend the device's `host`, or the name service",
  unreachable: "check the address, the route and the firewall; is the device up?",
  refused: "SSH is not listening there: check `port`, and on the device that SSH is on",
  "connect-timeout": "check the route and the firewall, or raise pull.limits.connectSeconds",
  "no-ssh": "something other than SSH answers on that port: check `port`",
  busy: "the device closed the session at once: its lines are taken or it limits logins; wait, or free a line",
  "hostkey-unknown":
    "compare the fingerprint with the device's own and add the line to known_hosts, or use pull.hostKeys: accept-new",
  "hostkey-changed":
    "the device was replaced or something stands in between: find out which before the old line is taken out",
  "hostkey-revoked": "the key is marked @revoked: the device must get a new one",
  algorithms: "set `algorithms` of the device as the message says, or renew the device's SSH",
  "auth-failed": "check user and secret of the credential set, and the device's AAA",
  "auth-held":
    "mend the credential set first: no further login was tried with it, so that no account is locked",
  "credential-unavailable": "check where the credential set takes its secret from",
  "password-change": "log in by hand and set the new password, then change the credential's source",
  asks: "log in by hand and see what the device asks",
  "enable-failed": "check `enable` of the credential set",
  "privilege-low": "give the login the rights to see the whole config (docs/pulling.md)",
  "prompt-unknown": "log in by hand and compare the prompt with the profile's levels (docs/pulling.md)",
  "config-mode": "the device began in a configuration mode; mirrorwatch types nothing there",
  "command-refused": "allow the login to use the command (docs/pulling.md lists them)",
  "command-missing": "the profile of this os has no section `pull`, so it is known from backups only",
  idle: "the device stopped in the middle; raise pull.limits.idleSeconds if it is merely slow",
  deadline: "raise pull.limits.totalSeconds if the device is merely slow",
  truncated: "the connection was lost in the middle; see the device's log",
  "too-large": "raise pull.limits.outputBytes if the config is that large",
  jump: "check the jump host: its address, key, credential and whether it may forward",
  stopped: "run it again: devices that are done are not pulled twice",
  protocol: "see what the device logs; `mirrorwatch devices doctor NAME` shows each phase",
} as const;

/** A pull that failed; never holds a secret. */
export interface PullFailure {
  readonly class: FailureClass;
  /** One clause for a person. */
  readonly why: string;
  /** In place of the class's own remedy, when more is known. */
  readonly remedy?: string;
}

export class PullError extends Error {
  readonly failure: PullFailure;

  constructor(failure: PullFailure) {
    super(failure.why);
    this.name = "PullError";
    this.failure = failure;
  }
}

export function failed(kind: FailureClass, why: string, remedy?: string): PullError {
  return new PullError({ class: kind, why, ...(remedy === undefined ? {} : { remedy }) });
}

export function remedyOf(failure: PullFailure): string {
  return failure.remedy ?? remedies[failure.class];
}
