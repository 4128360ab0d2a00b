/**
 * `npm run test:mutation [-- --libs a,b --sample N --seed N]`: tests the tests. Changes one operator, condition, await, call
 * or truth value at a time in a copy of the tree and runs the lib's own specs and those of test/integration that import it. A
 * change that no spec notices survives. Goal: at least 90 % are noticed; survivors that change nothing are explained in
 * equivalent.json. Takes a while; not part of CI. The last line counts libs.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { ROOT, pinnedNode } from '../../scripts/installation.mjs';
import { runCommand } from '../../scripts/run-command.mjs';
import { startTestServices } from '../../scripts/test-services.mjs';
import { sampleOf } from '../../bench/sample.mjs';
import { mutationsOf } from './mutations.mjs';

const LIBS = 'sql-safety,secrets,access,tasks,step-runner,files,queue,vector-backup,vector-store,language-model';
const GOAL = 0.9;
/** A change that makes the specs wait for ever is noticed too. */
const PATIENCE_FACTOR = 4;
const LEAST_PATIENCE_MS = 60_000;

const { values: options } = parseArgs({
  options: {
    libs: { type: 'string', default: LIBS },
    sample: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});

const say = (line) => console.error(`mutation: ${line}`);

async function filesBelow(folder, isWanted) {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter(isWanted)
    .map((name) => join(folder, name))
    .sort();
}

const isSource = (name) => name.endsWith('.ts') && !/[.](spec|fixture|d)[.]ts$/.test(name);

/** Specs of the lib, unit tests first: what they notice needs no server. */
async function specsOf(lib, tree) {
  const own = await filesBelow(join(tree, 'libs', lib), (name) => name.endsWith('.spec.ts'));
  const shared = [];
  for (const file of await filesBelow(join(tree, 'test/integration'), (name) => name.endsWith('.spec.ts'))) {
    if ((await readFile(file, 'utf8')).includes(`'#libs/${lib}'`)) {
      shared.push(file);
    }
  }
  const isIntegration = (file) => file.endsWith('.integration.spec.ts');
  return [own.filter((file) => !isIntegration(file)), [...own.filter(isIntegration), ...shared]].filter(
    (group) => group.length > 0,
  );
}

/** @returns {Promise<boolean>} whether the specs pass, within the time */
function specsPass(specs, { tree, env, patienceMs }) {
  return new Promise((resolve, reject) => {
    const args = [
      'node_modules/jest/bin/jest.js',
      '--bail',
      '--silent',
      '--forceExit',
      '--maxWorkers=2',
      '--runTestsByPath',
    ];
    const child = spawn(pinnedNode(), [...args, ...specs], {
      cwd: tree,
      env,
      stdio: 'ignore',
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function candidates(lib, tree) {
  const all = [];
  for (const file of await filesBelow(join(tree, 'libs', lib, 'src'), isSource)) {
    const text = await readFile(file, 'utf8');
    all.push(...mutationsOf(text).map((mutation) => ({ ...mutation, file, text })));
  }
  return all;
}

/** The spec of the file's own name first: it notices most changes, and most quickly. */
function nearestFirst(groups, file) {
  const stem = basename(file, '.ts');
  const isNear = (spec) => basename(spec).split('.')[0] === stem;
  const near = groups.map((specs) => specs.filter(isNear));
  const others = groups.map((specs) => specs.filter((spec) => !isNear(spec)));
  return [...near, ...others].filter((specs) => specs.length > 0);
}

async function survives(mutation, groups, context) {
  const { file, text, start, end, replacement } = mutation;
  await writeFile(file, `${text.slice(0, start)}${replacement}${text.slice(end)}`);
  try {
    for (const specs of nearestFirst(groups, file)) {
      if (!(await specsPass(specs, context))) {
        return false;
      }
    }
    return true;
  } finally {
    await writeFile(file, text);
  }
}

async function measureLib(lib, { tree, env, explained }) {
  const groups = await specsOf(lib, tree);
  const begin = Date.now();
  for (const specs of groups) {
    if (!(await specsPass(specs, { tree, env, patienceMs: 1_200_000 }))) {
      throw new Error(`the specs of ${lib} fail without a change`);
    }
  }
  const context = { tree, env, patienceMs: Math.max(LEAST_PATIENCE_MS, PATIENCE_FACTOR * (Date.now() - begin)) };
  const chosen = sampleOf(await candidates(lib, tree), Number(options.sample), Number(options.seed));
  const counts = { noticed: 0, explained: 0, survived: 0 };
  for (const mutation of chosen) {
    const place = `${mutation.file.slice(tree.length + 1)}:${mutation.line}`;
    if (!(await survives(mutation, groups, context))) {
      counts.noticed += 1;
      continue;
    }
    const line = mutation.text.split('\n')[mutation.line - 1].trim();
    const reason = explained.find(
      (entry) => place.startsWith(`${entry.file}:`) && entry.line === line && entry.change === mutation.change,
    )?.reason;
    counts[reason ? 'explained' : 'survived'] += 1;
    console.log(
      `${reason ? 'explained' : 'SURVIVED '} ${place} ${mutation.change}: ${line}${reason ? ` (${reason})` : ''}`,
    );
  }
  return counts;
}

/** A copy of the committed tree, with the modules of this one. */
async function copyTree(folder) {
  const tree = join(folder, 'tree');
  await runCommand('git', ['worktree', 'add', '--detach', tree], { cwd: ROOT });
  await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-mutation-'));
  const services = await startTestServices(say);
  try {
    const tree = await copyTree(folder);
    const explained = JSON.parse(await readFile(new URL('equivalent.json', import.meta.url), 'utf8'));
    const env = {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
      TEST_DATABASE_URL: services.databaseUrl,
      TEST_REDIS_URL: services.redisUrl,
    };
    const results = [];
    for (const lib of options.libs.split(',')) {
      const counts = await measureLib(lib, { tree, env, explained });
      const share = counts.noticed / (counts.noticed + counts.survived);
      results.push(share);
      console.log(
        `${share >= GOAL ? 'met ' : 'MISS'} ${lib}: ${counts.noticed} noticed, ${counts.survived} survived, ${counts.explained} explained: ${(100 * share).toFixed(0)} % (goal ${100 * GOAL} %)`,
      );
    }
    return results;
  } finally {
    await services.stop();
    await runCommand('git', ['worktree', 'remove', '--force', join(folder, 'tree')], { cwd: ROOT, tolerate: true });
    await rm(folder, { recursive: true, force: true });
  }
}

const shares = await main();
const missed = shares.filter((share) => share < GOAL).length;
console.log(`${shares.length - missed} passed, ${missed} failed`);
process.exit(missed === 0 ? 0 : 1);
