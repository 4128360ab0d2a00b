import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './configuration-error.js';

const OPTION = '--env-file';

/**
 * Adds the variables of a `.env` file to an environment. A variable that the environment has stays, as with Node's own
 * `--env-file` and with `docker compose`.
 * @throws ConfigurationError when the file cannot be read
 */
export function readEnvFile(file: string, environment: NodeJS.ProcessEnv): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError([{ variable: OPTION, message: `${file} cannot be read (${code ?? 'unknown'})` }]);
  }
  for (const [name, value] of Object.entries(parseEnv(text.replace(/^\uFEFF/, '')))) {
    environment[name] ??= value;
  }
}

/**
 * Adds the files of the arguments `--env-file FILE` to the environment of a process, and returns it.
 * @throws ConfigurationError for another argument, or a file that cannot be read
 */
export function environmentOf(args: readonly string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  for (let at = 0; at < args.length; at += 1) {
    const [name = '', ...rest] = (args[at] ?? '').split('=');
    const file = rest.length > 0 ? rest.join('=') : args[(at += 1)];
    if (name !== OPTION || file === undefined) {
      throw new ConfigurationError([{ variable: name, message: `expected ${OPTION} FILE, and no other argument` }]);
    }
    readEnvFile(file, environment);
  }
  return environment;
}
