import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ROOT, ensureInstalled, pinnedNode } from './installation.mjs';
import { runCommand } from './run-command.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.build-stamp');
const SOURCE_FOLDERS = ['apps', 'clients', 'libs', 'migrations'];
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'scripts/compile.mjs',
  'scripts/build-console.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
];

/**
 * Builds `dist/` unless it was built from exactly these sources.
 * @param {(line: string) => void} say
 */
export async function ensureBuilt(say) {
  const digest = await digestOfSources();
  const stamp = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
  if (stamp === digest) {
    return;
  }
  say('building');
  // Without the stamp an interrupted build counts as none.
  await rm(STAMP, { force: true });
  await removeOrphans();
  await runCommand(pinnedNode(), ['scripts/compile.mjs'], { cwd: ROOT });
  await runCommand(pinnedNode(), ['scripts/build-console.mjs'], { cwd: ROOT });
  await writeFile(STAMP, digest);
}

/** Contents, not times: a checkout changes times without changing anything. */
async function digestOfSources() {
  const nested = await Promise.all(SOURCE_FOLDERS.map((folder) => filesBelow(join(ROOT, folder))));
  const sources = nested.flat().filter((file) => !file.endsWith('.spec.ts'));
  const hash = createHash('sha256');
  for (const file of [...sources, ...SETTINGS.map((name) => join(ROOT, name))].sort()) {
    hash.update(`${relative(ROOT, file)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** Removes output of deleted sources: a renamed migration must not run twice. */
async function removeOrphans() {
  const nested = await Promise.all(SOURCE_FOLDERS.map((folder) => filesBelow(join(DIST, folder))));
  // The console empties its folder itself.
  const compiled = nested
    .flat()
    .filter((file) => /\.js(\.map)?$/.test(file) && !relative(DIST, file).startsWith(join('apps', 'console')));
  const orphans = compiled.filter((file) => {
    const source = join(ROOT, relative(DIST, file)).replace(/\.js(\.map)?$/, '.ts');
    return !existsSync(source);
  });
  await Promise.all(orphans.map((file) => rm(file)));
}

async function filesBelow(folder) {
  if (!existsSync(folder)) {
    return [];
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const say = (line) => console.error(line);
  ensureInstalled(say)
    .then(() => ensureBuilt(say))
    .catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
