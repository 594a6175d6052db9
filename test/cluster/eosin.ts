import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const launch = join(PROJECT, 'src/cli/launch.mjs');

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, with all that it says. */
export const ran = (
  program: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 28 };
    execFile(program, [...args], options, (error, out, err) =>
      resolve({ status: error ? Number(error.code ?? -1) : 0, out, err: err || (error?.message ?? '') }),
    );
  });

/** Runs the command to its end. */
export const eosin = (cwd: string, ...args: readonly string[]): Promise<Ran> =>
  ran(process.execPath, [launch, ...args], { cwd });

/** Starts the command; its output is read by whoever started it. */
export const startEosin = (cwd: string, ...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [launch, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });

/**
 * All files below a folder by their SHA-256, hidden ones too, without what is of shards alone.
 *
 * @returns by their paths below it.
 */
export function contents(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => statSync(join(folder, name)).isFile() && !/^manifest\.\d+-of-\d+\.csv$/.test(name),
  );
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(names.sort().map((name) => [name, hash(name)]));
}

export const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws Error where it is not so within so many seconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 300,
): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what} is not so after ${seconds} s`);
    await later(50);
  }
}
