/**
 * `npm run test:containers`: builds the image and runs the project's compose file on a Docker engine: a task on a real
 * business database, an upgrade from the previous version, services that restart, workers that come and go. Everything
 * that it starts has names of its own and is taken down at the end, also after a failure or Ctrl-C.
 *
 * An engine that answers is used. Without one, Debian and Ubuntu as root get one that is installed and started here;
 * elsewhere the run fails; with `--if-possible` it reports that and exits with 0.
 * The last line counts.
 */
import process from 'node:process';
import { checkFaults } from './containers/checks/fault-checks.mjs';
import { checkImage } from './containers/checks/image-checks.mjs';
import { checkService } from './containers/checks/service-checks.mjs';
import { checkUpgrade } from './containers/checks/upgrade-checks.mjs';
import { provideBaseImages } from './containers/base-images.mjs';
import { BUILD_LIMIT_MS, createChecks } from './containers/checks.mjs';
import { findEngine } from './containers/engine.mjs';
import { Installation } from './containers/installation.mjs';
import { unpackPreviousState } from './containers/previous-state.mjs';
import { ROOT } from './installation.mjs';

const WORKERS = 2;

const say = (line) => console.error(`containers: ${line}`);

async function main(args) {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interrupt.abort(new Error(`interrupted (${signal})`)));
  }
  let engine;
  try {
    engine = await findEngine(say);
  } catch (error) {
    say(error.message);
    const isOptional = args.includes('--if-possible');
    process.exitCode = isOptional ? 0 : 1;
    return isOptional ? '0 passed, 0 failed' : '0 passed, 1 failed';
  }
  const checks = createChecks(interrupt.signal);
  try {
    await runChecks(engine, checks, interrupt.signal);
  } finally {
    await engine.stop().catch((error) => say(`something of the engine is left: ${error.message}`));
  }
  process.exitCode = checks.failures.length === 0 ? 0 : 1;
  return checks.countsLine();
}

async function runChecks(engine, { check, failures }, interrupted) {
  const images = [];
  const build = async (folder, name) => {
    const image = `data-pipeline-test:${name}-${process.pid}`;
    await engine.build(folder, image);
    images.push(image);
    return image;
  };
  const installation = new Installation(engine);
  try {
    const image = `data-pipeline-test:current-${process.pid}`;
    const isBuilt =
      (await check(
        'the images that ours starts from are there',
        () => provideBaseImages(engine, say),
        BUILD_LIMIT_MS,
      )) && (await check('the image builds from the project', () => build(ROOT, 'current'), BUILD_LIMIT_MS));
    if (!isBuilt) {
      return;
    }
    await checkImage({ check, engine, image });
    const previous = await unpackPreviousState(engine.folder);
    if (previous) {
      await check(
        `the previous image builds (${previous.name})`,
        async () => {
          previous.image = await build(previous.folder, 'previous');
        },
        BUILD_LIMIT_MS,
      );
    } else {
      say('no earlier version is in this clone: the upgrade is checked from the first published schema only');
    }
    const context = { check, engine, installation, image, workers: WORKERS, root: ROOT };
    await checkUpgrade({ ...context, previous: previous?.image ? previous : null });
    await checkService(context);
    await checkFaults(context);
  } finally {
    await takeDown(engine, installation, images, failures.length > 0 && !interrupted.aborted);
  }
}

async function takeDown(engine, installation, images, isFailed) {
  if (installation.folder !== undefined) {
    if (isFailed) {
      say(`last lines of the containers:\n${await installation.logs()}`);
    }
    say('taking everything down');
    await installation.down();
  }
  await engine.docker(['image', 'rm', '--force', ...images], { tolerate: true });
}

const counts = await main(process.argv.slice(2)).catch((error) => {
  say(error.message);
  process.exitCode = 1;
  return '0 passed, 1 failed';
});
console.log(counts);
// Do not wait for programs that an interruption left running.
process.exit();
