import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../installation.mjs';
import { runCommand } from '../run-command.mjs';
import { missingInputs } from './build-context.mjs';

/** Commits that are looked at for one with other migrations, and unpacked to see whether their image can be built. */
const COMMITS_LOOKED_AT = 300;
const COMMITS_UNPACKED = 6;

/**
 * The version to upgrade from: the newest release tag before this commit; else the newest commit of the main line with
 * other migrations; else the commit before this one. Commits whose image cannot be built are passed over.
 * @param {string} folder scratch space
 * @returns {Promise<{ commit: string, name: string, folder: string } | null>} null without history, as in a shallow clone
 */
export async function unpackPreviousState(folder) {
  const commits = (await git('rev-list', '--first-parent', `--max-count=${COMMITS_LOOKED_AT}`, 'HEAD'))?.slice(1) ?? [];
  const [tag] = (await git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD~1')) ?? [];
  const changed = await withOtherMigrations(commits);
  for (const commit of [tag, ...changed, ...commits].filter(Boolean).slice(0, COMMITS_UNPACKED)) {
    const place = await unpack(commit, folder);
    if (place !== null) {
      const [name] = (await git('log', '-1', '--format=%h %s', commit)) ?? [commit];
      return { commit, name, folder: place };
    }
  }
  return null;
}

async function withOtherMigrations(commits) {
  const own = (await migrationsBelow(ROOT)).join();
  for (const [index, commit] of commits.entries()) {
    if (migrationNames((await git('ls-tree', '-r', '--name-only', commit)) ?? []).join() !== own) {
      return commits.slice(index, index + COMMITS_UNPACKED - 2);
    }
  }
  return [];
}

async function migrationsBelow(root) {
  const places = ['migrations', 'libs/database/src/migrations'];
  const listed = await Promise.all(places.map((place) => readdir(join(root, place)).catch(() => [])));
  return migrationNames(listed.flat());
}

function migrationNames(paths) {
  return paths
    .map((path) => path.split('/').at(-1))
    .filter((name) => /^\d{13}-.*\.ts$/.test(name))
    .sort();
}

async function unpack(commit, folder) {
  const place = await mkdtemp(join(folder, 'previous-'));
  const archive = `${place}.tar`;
  const sources = join(place, 'sources');
  await mkdir(sources);
  await runCommand('git', ['archive', '--output', archive, commit], { cwd: ROOT });
  await runCommand('tar', ['--extract', '--file', archive, '--directory', sources]);
  await rm(archive);
  return (await missingInputs(sources)).length === 0 ? sources : null;
}

/** @returns {Promise<string[] | null>} lines; null without git or without the requested object */
async function git(...args) {
  const { code, output } = await runCommand('git', args, { cwd: ROOT, tolerate: true });
  return code === 0 ? output.trim().split('\n').filter(Boolean) : null;
}
