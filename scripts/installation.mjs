import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.mjs';

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs the dependencies unless they are what package-lock.json asks for.
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(say) {
  if (await isInstalled()) {
    return;
  }
  say('installing the dependencies (npm ci); this happens once');
  await npmCi();
  if (!(await isInstalled())) {
    throw new Error('npm ci ended well, but node_modules is not what package-lock.json asks for; see its output above');
  }
}

/** npm keeps a record of what it installed; an install that was interrupted has none. */
async function isInstalled() {
  const record = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(record) || !existsSync(nodeOfPackage())) {
    return false;
  }
  const [wanted, installed] = await Promise.all([readPackages(join(ROOT, 'package-lock.json')), readPackages(record)]);
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    // The package itself is no entry of the record; optional packages of other platforms are absent.
    return path === '' || (found ? found.version === entry.version : entry.optional || entry.devOptional);
  });
}

async function readPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}

/** Development dependencies are needed to build, whatever NODE_ENV says. Warnings are hidden: they concern the Node that
 * installs, not the one that runs. Messages go to stderr: stdout belongs to the command. */
async function npmCi() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const stdio = ['ignore', 2, 2];
  await (npm?.endsWith('.js')
    ? runCommand(process.execPath, [npm, ...args], { cwd: ROOT, stdio })
    : runCommand('npm', args, { cwd: ROOT, stdio, shell: process.platform === 'win32' }));
}

/**
 * The Node that the product is built and run with: the pinned one of node_modules, else this one if it is new enough.
 * @returns {string} path of the executable
 */
export function pinnedNode() {
  const pinned = nodeOfPackage();
  if (spawnSync(pinned, ['--version']).status === 0) {
    return pinned;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    return process.execPath;
  }
  throw new Error(
    'Node 24 is not in node_modules: was npm told to ignore install scripts? ' +
      'Run `npm rebuild node`, or use Node 24 or newer.',
  );
}

function nodeOfPackage() {
  return join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
