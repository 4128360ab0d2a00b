/**
 * `node scripts/prune-modules.mjs FOLDER`: removes from installed packages what no process loads at run time, for the
 * container image. Licences stay, and so does every file that a package names as an entry.
 */
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** Source maps, documentation, and TypeScript: Node refuses to load `.ts` files below node_modules. */
const UNUSED_FILE = /\.(map|md|markdown|[mc]?ts|tsbuildinfo|flow)$/i;
const LICENCE = /^(licen[cs]e|copying|notice)/i;
/** Directly below a package: deeper, a name such as `test` may be part of the program. */
const UNUSED_FOLDERS = [
  'test',
  'tests',
  '__tests__',
  'docs',
  'example',
  'examples',
  'benchmark',
  'benchmarks',
  '.github',
];

/**
 * @param {string} folder a node_modules folder
 * @returns {Promise<void>}
 */
export async function pruneModules(folder) {
  for (const entry of await subfolders(folder)) {
    if (entry.startsWith('@')) {
      await pruneModules(join(folder, entry));
    } else {
      await prunePackage(join(folder, entry));
    }
  }
}

async function prunePackage(folder) {
  const entries = await entryPoints(folder);
  for (const name of UNUSED_FOLDERS) {
    if (!entries.includes(`${name}/`) && !entries.includes(`"./${name}"`)) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const unused = files.filter((file) => file.isFile() && UNUSED_FILE.test(file.name) && !LICENCE.test(file.name));
  await Promise.all(unused.map((file) => rm(join(file.parentPath, file.name))));
  const nested = join(folder, 'node_modules');
  if (files.some((file) => file.isDirectory() && file.parentPath === folder && file.name === 'node_modules')) {
    await pruneModules(nested);
  }
}

/** Entry points that the manifest declares, as text. */
async function entryPoints(folder) {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const { main, exports, bin, imports } = JSON.parse(text);
  return JSON.stringify({ main, exports, bin, imports });
}

async function subfolders(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await pruneModules(process.argv[2] ?? 'node_modules');
}
