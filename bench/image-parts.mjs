/**
 * `node bench/image-parts.mjs`: what the image holds beside its base, without a container engine: the production packages,
 * installed and pruned as the Dockerfile does, and the build of this checkout (`npm run build` first). Prints megabytes of
 * 2^20 bytes, also of the largest packages. Goal: at most 300 MB.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pruneModules } from '../scripts/prune-modules.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GOAL_MB = 300;
const LARGEST = 8;

async function megabytesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((entry) => stat(join(entry.parentPath, entry.name))));
  return sizes.reduce((sum, { size }) => sum + size, 0) / 1024 ** 2;
}

/** Names of packages, with their scopes. */
async function packagesOf(modules) {
  const names = (await readdir(modules)).filter((name) => !name.startsWith('.'));
  const found = names.map(async (name) =>
    name.startsWith('@') ? (await readdir(join(modules, name))).map((own) => `${name}/${own}`) : [name],
  );
  return (await Promise.all(found)).flat();
}

const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-image-'));
try {
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    await cp(join(ROOT, name), join(folder, name));
  }
  await promisify(execFile)('npm', ['ci', '--omit=dev', '--omit=optional', '--no-audit', '--no-fund'], { cwd: folder });
  const modules = join(folder, 'node_modules');
  const installed = await megabytesOf(modules);
  await pruneModules(modules);
  const [pruned, dist, console_] = [
    await megabytesOf(modules),
    await megabytesOf(join(ROOT, 'dist')),
    await megabytesOf(join(ROOT, 'dist/apps/console')),
  ];
  const sizes = (await packagesOf(modules)).map(async (name) => [name, await megabytesOf(join(modules, name))]);
  const largest = (await Promise.all(sizes)).sort(([, left], [, right]) => right - left).slice(0, LARGEST);
  const shown = (megabytes) => megabytes.toFixed(1).padStart(6);
  console.log(`${shown(pruned)} MB  production packages (${installed.toFixed(1)} MB before pruning)`);
  largest.forEach(([name, size]) => console.log(`${shown(size)} MB    ${name}`));
  console.log(`${shown(dist)} MB  build, of which the console ${console_.toFixed(1)} MB`);
  const all = pruned + dist;
  console.log(
    `${all <= GOAL_MB ? 'met ' : 'MISS'} ${all.toFixed(1)} MB beside the base image (goal at most ${GOAL_MB})`,
  );
  process.exitCode = all <= GOAL_MB ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
