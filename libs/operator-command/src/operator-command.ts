import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Only a checkout has it: `npm run` starts there. The container image has `data-pipeline` on its PATH instead. */
const STARTER = 'scripts/bootstrap.mjs';

/** Commands that are scripts of package.json too. */
const SCRIPTS = new Set(['demo', 'start', 'migrate', 'keys', 'vector']);

/**
 * An operator command in the form that fits the environment of this process.
 * @param command of the command line: `keys`, `migrate`, `task`, …
 * @param args what follows it
 */
export function operatorCommand(command: string, args = '', isCheckout = runsFromCheckout()): string {
  if (isCheckout && !SCRIPTS.has(command)) {
    return `npx data-pipeline ${command} ${args}`.trimEnd();
  }
  if (isCheckout) {
    return args === '' ? `npm run ${command}` : `npm run ${command} -- ${args}`;
  }
  return `data-pipeline ${command} ${args}`.trimEnd();
}

/** The sources and the built files lie at different depths below the root. */
function runsFromCheckout(): boolean {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return existsSync(join(folder, STARTER));
}
