import ssh2 from "ssh2";

type Options = Parameters<typeof ssh2.utils.generateKeyPairSync>[1];

/** One ed25519 pair in a hundred that ssh2 makes cannot be read back by ssh2 itself; such a one is thrown away. */
export function keyPair(options?: Options & { readonly passphrase?: string }) {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519", options);
    if (!(ssh2.utils.parseKey(pair.private, options?.passphrase) instanceof Error)) return pair;
  }
}
