import type { Algorithms } from "ssh2";
import { type AlgorithmSet, algorithmSets } from "../../settings/pullsettings.ts";

interface Offer {
  readonly kex: readonly string[];
  readonly serverHostKey: readonly string[];
  readonly cipher: readonly string[];
  readonly hmac: readonly string[];
}

const modern: Offer = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group14-sha256",
  ],
  serverHostKey: [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "chacha20-poly1305@openssh.com",
  ],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
};

/** What each set adds to the one before it. */
const added: readonly Offer[] = [
  modern,
  { kex: [], serverHostKey: ["ssh-rsa"], cipher: [], hmac: ["hmac-sha1-etm@openssh.com", "hmac-sha1"] },
  {
    kex: ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1"],
    serverHostKey: [],
    cipher: ["aes256-cbc", "aes192-cbc", "aes128-cbc"],
    hmac: [],
  },
  {
    kex: ["diffie-hellman-group1-sha1"],
    serverHostKey: ["ssh-dss"],
    cipher: ["3des-cbc"],
    hmac: ["hmac-sha1-96", "hmac-md5"],
  },
];

export type Kind = keyof Offer;
export const kinds: readonly Kind[] = ["kex", "serverHostKey", "cipher", "hmac"];

export function offerOf(set: AlgorithmSet): Offer {
  const parts = added.slice(0, algorithmSets.indexOf(set) + 1);
  const all = (kind: Kind) => parts.flatMap((part) => part[kind]);
  return {
    kex: all("kex"),
    serverHostKey: all("serverHostKey"),
    cipher: all("cipher"),
    hmac: all("hmac"),
  };
}

/** The form that ssh2 wants; key types that are known of the host come first, as OpenSSH does it. */
export function algorithmsOf(set: AlgorithmSet, knownTypes: readonly string[]): Algorithms {
  const offer = offerOf(set);
  const isKnown = (name: string) => knownTypes.includes(name.startsWith("rsa-sha2") ? "ssh-rsa" : name);
  const serverHostKey = [
    ...offer.serverHostKey.filter(isKnown),
    ...offer.serverHostKey.filter((name) => !isKnown(name)),
  ];
  return { ...offer, serverHostKey, compress: ["none"] } as unknown as Algorithms;
}

/** The strictest set with which a device that offers these can be reached; undefined when there is none. */
export function setFor(offered: Partial<Offer>): AlgorithmSet | undefined {
  return algorithmSets.find((set) => {
    const ours = offerOf(set);
    return kinds.every((kind) => offered[kind]?.some((name) => ours[kind].includes(name)) ?? true);
  });
}

/** Kinds in which a set and a device have nothing in common. */
export function missingKinds(set: AlgorithmSet, offered: Partial<Offer>): readonly Kind[] {
  const ours = offerOf(set);
  return kinds.filter((kind) => offered[kind]?.every((name) => !ours[kind].includes(name)) ?? false);
}

/** Negotiated names that only an old set offers, for the inventory. */
export function weakAmong(names: readonly string[]): readonly string[] {
  const strong = new Set(kinds.flatMap((kind) => modern[kind]));
  return names.filter((name) => name !== "" && name !== "none" && !strong.has(name));
}
