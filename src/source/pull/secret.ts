import { execFile } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SecretSource } from "../../settings/pullsettings.ts";
import { failed } from "./failure.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Milliseconds that a command may take, and bytes that a secret may have. */
const patience = 20_000;
const mostBytes = 65_536;

/**
 * Takes a secret from its source. What it throws names the source and never holds what was read.
 *
 * @throws PullError `credential-unavailable`
 */
export async function takeSecret(source: SecretSource, env: Environment): Promise<string> {
  const whole = await wholeSecret(source, env);
  const secret = whole.split(/\r?\n/, 1)[0]!;
  if (secret === "") throw unavailable(sourceName(source), "it is empty");
  return secret;
}

/** All lines of a file, for a private key. @throws PullError `credential-unavailable` */
export function takeFile(path: string): string {
  return fileText(path);
}

function wholeSecret(source: SecretSource, env: Environment): string | Promise<string> {
  if ("env" in source) return env[source.env] ?? missing(`the variable ${source.env}`);
  if ("file" in source) return fileText(source.file);
  if ("systemd" in source) return systemdText(source.systemd, env);
  return commandText(source.command, env);
}

export function sourceName(source: SecretSource): string {
  if ("env" in source) return `the variable ${source.env}`;
  if ("file" in source) return source.file;
  if ("systemd" in source) return `the systemd credential ${source.systemd}`;
  return `the command ${source.command[0] ?? ""}`;
}

/** The mode is that of the opened file, so that nothing can be swapped between the look and the reading. */
function fileText(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { mode, size } = fstatSync(file);
    if ((mode & 0o077) !== 0)
      throw unavailable(path, "others than its owner may read or write it (chmod 600)");
    if (size > mostBytes) throw unavailable(path, "it is too large for a secret");
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw unavailable(path, code === "ENOENT" ? "it does not exist" : `it cannot be read (${code})`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** systemd keeps these readable for the service alone. */
function systemdText(name: string, env: Environment): string {
  const folder = env.CREDENTIALS_DIRECTORY;
  if (folder === undefined || folder === "")
    return missing("$CREDENTIALS_DIRECTORY (LoadCredential= of the service)");
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (error) {
    throw unavailable(
      `the systemd credential ${name}`,
      `it cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

function commandText([program, ...args]: readonly string[], env: Environment): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: patience, maxBuffer: mostBytes, env: { ...env } as NodeJS.ProcessEnv };
    // What the command says on stderr may hold the secret; its exit code is all that is told.
    execFile(program!, args, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(unavailable(`the command ${program}`, commandTrouble(error)));
    });
  });
}

function commandTrouble(error: { code?: string | number | null; killed?: boolean }): string {
  if (error.killed) return `it took longer than ${patience / 1000} seconds`;
  return error.code === "ENOENT" ? "it does not exist" : `it failed (${error.code})`;
}

function missing(what: string): never {
  throw unavailable(what, "it is not set");
}

function unavailable(where: string, why: string): Error {
  return failed("credential-unavailable", `${where}: ${why}`);
}
