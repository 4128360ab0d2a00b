/**
 * `node scripts/bootstrap.mjs <command> [arguments]`: what `npm run <command>` does. Any Node from 20 on starts it; it
 * installs and builds when that is due, then hands over to the pinned Node.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { CLI, ENTRIES } from './entries.mjs';
import { ROOT, ensureInstalled, pinnedNode } from './installation.mjs';

/** They build by themselves, once their services are there. */
const SELF_BUILDING_SUITES = {
  test: ['scripts/test.mjs'],
  'test:interop': ['scripts/interop.mjs'],
  'test:containers': ['scripts/containers.mjs'],
  'test:mutation': ['test/mutation/main.mjs'],
};

const COMMANDS = { ...ENTRIES, ...SELF_BUILDING_SUITES, 'test:chaos': ['test/chaos/main.mjs'] };

const PARENT_CHECK_MS = 500;

/** Modules as V8 has compiled them: a start takes a third less time. */
const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/compiled');

const say = (line) => console.error(`data-pipeline: ${line}`);

async function main([command, ...args]) {
  const entry = COMMANDS[command];
  if (!entry) {
    throw new Error(`unknown command: ${command ?? '(none)'}; one of ${Object.keys(COMMANDS).join(', ')}`);
  }
  await ensureInstalled(say);
  if (!(command in SELF_BUILDING_SUITES)) {
    await ensureBuilt(say);
  }
  process.exitCode = await handOver(pinnedNode(), [...entry, ...args], ROOT);
}

/** Any command of the command line. Paths among the arguments are those of the folder where it was typed. */
export async function runCommandLine(args) {
  await run(async () => {
    await ensureInstalled(say);
    await ensureBuilt(say);
    process.exitCode = await handOver(pinnedNode(), [join(ROOT, CLI), ...args], process.cwd());
  });
}

/** @returns {Promise<number>} exit code, as a shell would give it: 128 + n after signal n */
function handOver(node, args, cwd) {
  return new Promise((resolve, reject) => {
    // Over the channel a process sees that this one was killed, and ends too.
    // Node would take `--env-file` of the command for its own; it looks no further than `--`.
    const script = args.findIndex((arg) => !arg.startsWith('-'));
    const child = spawn(node, args.toSpliced(script, 0, '--'), {
      cwd,
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    // Ctrl-C reaches the child from the terminal itself; a second one would count as impatience.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill(signal));
    }
    // npm passes SIGTERM to a shell that does not pass it on: the sign of it here is another parent.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid === parent || child.kill('SIGTERM'), PARENT_CHECK_MS).unref();
    child.once('exit', () => clearInterval(watch));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

async function run(work) {
  try {
    await work();
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await run(() => main(process.argv.slice(2)));
}
