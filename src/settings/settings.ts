import type { Address, Target } from "./address.ts";
import type { CredentialSet, DeviceEntry, HostEntry, PullSettings, SecretSource } from "./pullsettings.ts";

/** What mirrorwatch.yaml says, with every default filled in and every path absolute. */
export interface Settings {
  /** The file that was read; null when there is none and these are the defaults. */
  readonly file: string | null;
  /** SQLite file. */
  readonly database: string;
  /** Cloud accounts, subscriptions and projects that are ours; empty: not told. */
  readonly accounts: readonly string[];
  /** Folders of config backups for `audit`. */
  readonly configs: readonly ConfigFolder[];
  /** Own folders that hold `grammars/` and `devices/`; an os in them takes the place of a shipped one of that name. */
  readonly catalog: readonly string[];
  /** What is known of a device beforehand, by device name (lower case). */
  readonly inventory: ReadonlyMap<string, InventoryEntry>;
  /** Devices that are pulled over SSH, by name (lower case); `deviceFiles` hold more of them. */
  readonly devices: ReadonlyMap<string, DeviceEntry>;
  readonly deviceFiles: readonly string[];
  readonly credentials: ReadonlyMap<string, CredentialSet>;
  readonly jumps: ReadonlyMap<string, HostEntry>;
  readonly pull: PullSettings;
  readonly baseline: BaselineSettings;
  readonly retention: RetentionSettings;
  readonly watch: WatchSettings;
  readonly deliver: DeliverSettings;
  /** Null: no console is named. */
  readonly qradar: QradarSettings | null;
}

export interface ConfigFolder {
  readonly folder: string;
  /**
   * How a path below the folder names its device: `{device}` and `{group}` stand for one path part, `*` for any run of
   * characters in one. Null: the layouts of Oxidized and RANCID, recognised by themselves.
   */
  readonly path: string | null;
  /** The os of every config here; null: told from the inventory, else from the text. */
  readonly os: string | null;
}

export interface InventoryEntry {
  readonly os: string;
}

export interface BaselineSettings {
  /** What one person approves waits until another confirms it. */
  readonly fourEyes: boolean;
  /** Days before its end from which an approval is told to end soon. */
  readonly warnDays: number;
}

/** Days for which something is kept at least. */
export interface RetentionSettings {
  readonly resolvedDays: number;
  readonly observationDays: number;
  readonly sentDays: number;
}

export interface WatchSettings {
  /** Seconds for which changes of an open finding, line by line as they are typed, wait to become one event. */
  readonly holdSeconds: number;
  /** Empty: no such listener. */
  readonly udp: readonly Address[];
  readonly tcp: readonly Address[];
  /** Null: no TLS listener. */
  readonly tls: TlsListenSettings | null;
  /** Addresses and networks whose connections begin with a PROXY header. */
  readonly proxies: readonly string[];
  readonly limits: WatchLimits;
}

/** Files are PEM. */
export interface TlsListenSettings {
  readonly listen: readonly Address[];
  readonly certificate: string;
  readonly key: string;
  /** Who signs the certificates of senders; null: they need none, or are known by their fingerprints. */
  readonly clientCa: string | null;
  /** Names (`relay1.example.net`, `*.example.net`) and `sha256:` fingerprints of senders; empty: any certificate of the CA. */
  readonly clients: readonly string[];
}

export interface WatchLimits {
  /** Bytes of one message; what is longer is cut and counted. */
  readonly messageBytes: number;
  /** Open TCP connections at one time. */
  readonly connections: number;
  /** Of these, from one address. */
  readonly connectionsPerAddress: number;
  /** Seconds without a byte after which a TCP connection is closed. */
  readonly idleSeconds: number;
  /** Candidates that wait for the store before new ones are refused and counted. */
  readonly queue: number;
  /** Bytes of kernel buffer that are asked for each UDP socket. */
  readonly receiveBuffer: number;
}

export interface DeliverSettings {
  /** Where events go; null: they stay in the outbox. */
  readonly to: Target | null;
  /** Host name in the syslog header of an event. */
  readonly host: string;
  readonly format: EventFormat;
  /** Milliseconds between signs of life; absent: there are none. */
  readonly heartbeat?: number;
  /** How a TLS receiver is checked; absent: by the system's certificate authorities and the host of `to`. */
  readonly tls?: DeliverTls;
}

/** Files are PEM. */
export interface DeliverTls {
  /** In place of the system's certificate authorities. */
  readonly ca: string | null;
  /** SHA-256 of the receiver's certificate, in place of every other check. */
  readonly fingerprint: string | null;
  /** The name in the receiver's certificate when it is not the host of `to`. */
  readonly serverName: string | null;
  /** What this side shows; both or none. */
  readonly certificate: string | null;
  readonly key: string | null;
}

/** How the REST API of a console is reached. Files are PEM. */
export interface QradarSettings {
  readonly url: string;
  /** Token of an authorized service. */
  readonly token: SecretSource;
  /** Null: the newest that the console offers and this program knows. */
  readonly version: string | null;
  readonly ca: string | null;
  /** SHA-256 of the console's certificate, in place of every other check. */
  readonly fingerprint: string | null;
  readonly serverName: string | null;
  /** Milliseconds for one request. */
  readonly timeout: number;
}

export const eventFormats = ["leef-1.0", "leef-2.0", "cef", "json"] as const;
export type EventFormat = (typeof eventFormats)[number];
