import ssh2, { type ParsedKey } from "ssh2";
import type { CredentialSet, SecretSource } from "../../settings/pullsettings.ts";
import { failed } from "./failure.ts";
import { type Environment, takeFile, takeSecret } from "./secret.ts";

/** A credential set with its secrets; lives only as long as a run. */
export interface Credential {
  readonly name: string;
  readonly user: string;
  readonly password?: string;
  /** Private key, decrypted. */
  readonly key?: ParsedKey;
  readonly agent?: string;
  readonly enable?: string;
}

/** Takes each set's secrets once in a run, when the first device asks for them. */
export interface Wallet {
  /** @throws PullError `credential-unavailable` */
  credential(name: string): Promise<Credential>;
}

export function wallet(sets: ReadonlyMap<string, CredentialSet>, env: Environment): Wallet {
  const taken = new Map<string, Promise<Credential>>();
  return {
    credential: (name) => {
      const before = taken.get(name);
      if (before !== undefined) return before;
      const now = take(name, sets.get(name), env);
      taken.set(name, now);
      return now;
    },
  };
}

async function take(name: string, set: CredentialSet | undefined, env: Environment): Promise<Credential> {
  if (set === undefined) throw failed("credential-unavailable", `no credential set is called ${name}`);
  const secret = async (source: SecretSource | null) =>
    source === null ? undefined : await takeSecret(source, env);
  const password = await secret(set.password);
  const enable = await secret(set.enable);
  const key = set.key === null ? undefined : privateKey(set.key, await secret(set.passphrase));
  const agent = agentSocket(set.agent, env);
  return {
    name,
    user: set.user,
    ...(password === undefined ? {} : { password }),
    ...(key === undefined ? {} : { key }),
    ...(agent === undefined ? {} : { agent }),
    ...(enable === undefined ? {} : { enable }),
  };
}

function agentSocket(agent: string | boolean, env: Environment): string | undefined {
  if (agent === false) return undefined;
  const socket = agent === true ? env.SSH_AUTH_SOCK : agent;
  if (socket === undefined || socket === "")
    throw failed("credential-unavailable", "$SSH_AUTH_SOCK is not set: no agent runs");
  return socket;
}

function privateKey(file: string, passphrase: string | undefined): ParsedKey {
  const key = ssh2.utils.parseKey(takeFile(file), passphrase);
  if (!(key instanceof Error)) return key;
  const why = /passphrase/i.test(key.message)
    ? "the key needs a passphrase, or another one (`passphrase` of the credential set)"
    : "it is no private key that can be read (OpenSSH or PEM; no FIDO key)";
  throw failed("credential-unavailable", `${file}: ${why}`);
}
