// What the settings say of pulling: how devices are reached, and with what.

/** Sets of SSH algorithms, from strict to old; each older one offers what the one before does first. */
export const algorithmSets = ["modern", "default", "legacy", "ancient"] as const;
export type AlgorithmSet = (typeof algorithmSets)[number];

/** Where a secret is taken from; the settings never hold one. */
export type SecretSource =
  | { readonly env: string }
  /** The file's first line; the file must be its owner's alone. */
  | { readonly file: string }
  /** First line of what a command prints; run without a shell. */
  | { readonly command: readonly string[] }
  /** Name of a credential that systemd passes (`LoadCredential=`). */
  | { readonly systemd: string };

/** A named way to log in; several devices share one. */
export interface CredentialSet {
  readonly user: string;
  readonly password: SecretSource | null;
  /** Private key file. */
  readonly key: string | null;
  readonly passphrase: SecretSource | null;
  /** Socket of an agent; `true`: $SSH_AUTH_SOCK. */
  readonly agent: string | boolean;
  readonly enable: SecretSource | null;
}

/** How a host is reached; null: as `pull` says for all. */
export interface HostEntry {
  readonly host: string;
  readonly port: number;
  readonly credentials: string | null;
  readonly algorithms: AlgorithmSet | null;
  /** `SHA256:…` of its host key. */
  readonly fingerprint: string | null;
}

export interface DeviceEntry extends HostEntry {
  /** The name as it is written. */
  readonly name: string;
  readonly os: string;
  /** Name of a jump host; null: as `pull.jump` says. `none`: reached directly. */
  readonly jump: string | null;
}

export interface PullSettings {
  /** Names that hold where a device says nothing. */
  readonly credentials: string | null;
  readonly jump: string | null;
  readonly algorithms: AlgorithmSet;
  readonly hostKeys: "strict" | "accept-new";
  /** known_hosts files; accept-new writes into the first. */
  readonly knownHosts: readonly string[];
  readonly limits: PullLimits;
  readonly onChange: PullOnChange;
}

/** When `watch` pulls a device whose log spoke of a change. */
export interface PullOnChange {
  /** Seconds of silence after the last message. */
  readonly quietSeconds: number;
  /** Seconds after the first message, however many follow. */
  readonly mostSeconds: number;
  /** Seconds between two pulls of one device. */
  readonly floorSeconds: number;
}

export interface PullLimits {
  /** Sessions at one time: in all, and through one jump host. */
  readonly sessions: number;
  readonly perJump: number;
  /** New sessions in a second. */
  readonly startsPerSecond: number;
  readonly connectSeconds: number;
  readonly loginSeconds: number;
  /** Without a byte, inside a command's output. */
  readonly idleSeconds: number;
  /** One session, and the whole run. */
  readonly totalSeconds: number;
  readonly runMinutes: number;
  readonly outputBytes: number;
}
