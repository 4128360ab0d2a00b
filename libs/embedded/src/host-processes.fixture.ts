import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';
import type { EmbeddedNeeds } from './control-protocol.js';

/** Everything here runs as real processes: leases and kills cannot be tested otherwise. */
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
/** A process that leases the databases in its arguments, and releases them or dies on command. */
const CLIENT = `
import { acquireEmbeddedServices } from '#libs/embedded';
const [directory, needs] = process.argv.slice(2);
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
try {
  const services = await acquireEmbeddedServices({ directory, needs: JSON.parse(needs) });
  say(services);
  process.stdin.once('data', async () => { await services.release(); say({ released: true }); process.exit(0); });
} catch (error) {
  say({ error: error.code ?? String(error), message: error.message });
}
`;

export interface ClientReport {
  readonly tasksUrl?: string;
  readonly queueUrl?: string;
  readonly businessUrl?: string;
  readonly vectorUrl?: string;
  readonly error?: string;
  readonly message?: string;
}

/** The lib compiled into a folder of its own, so that the tests need no build of the whole tree. */
export async function compileHost(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'embedded-build-')));
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  const imports = { '#libs/*': './libs/*/src/index.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports }));
  await writeFile(join(folder, 'client.mjs'), CLIENT);
  const libs = new Set(['embedded']);
  // A set may grow during iteration: each lib adds its imports.
  for (const lib of libs) {
    const source = join('libs', lib, 'src');
    const files = await readdir(join(REPOSITORY, source), { recursive: true });
    const imported = await Promise.all(files.map((file) => compile(join(source, file), folder)));
    imported.flat().forEach((name) => libs.add(name));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** @returns the libs that the file imports */
async function compile(path: string, folder: string): Promise<string[]> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  if (path.endsWith('.sql')) {
    await copyFile(join(REPOSITORY, path), join(folder, path));
  } else if (path.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(path)) {
    const { code } = await transformFile(join(REPOSITORY, path), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(folder, path.replace(/\.ts$/, '.js')), code);
    return [...code.matchAll(/from ['"]#libs\/([\w-]+)['"]/g)].map(([, lib = '']) => lib);
  }
  return [];
}

/** One process that uses the embedded databases. */
export class ClientProcess {
  private readonly lines: AsyncIterator<string>;
  private readonly child: ChildProcess;

  constructor(build: string, directory: string, needs: Partial<EmbeddedNeeds>) {
    const all = JSON.stringify({ tasks: false, sample: false, vector: false, ...needs });
    const child = spawn(process.execPath, [join(build, 'client.mjs'), directory, all], {
      env: {},
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Its result, or the error. */
  async report(): Promise<ClientReport> {
    const line: unknown = (await this.lines.next()).value;
    return typeof line === 'string' ? (JSON.parse(line) as ClientReport) : {};
  }

  async release(): Promise<void> {
    this.child.stdin?.write('release\n');
    await this.lines.next();
  }

  async kill(): Promise<void> {
    const gone = once(this.child, 'exit');
    if (this.child.exitCode === null && this.child.kill('SIGKILL')) {
      await gone;
    }
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits for a state of other processes. @throws Error that says what was pending at the deadline. */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await check())) {
    if (Date.now() > deadline) {
      throw new Error(`still pending after ${limitMs} ms: ${what}`);
    }
    await delay(50);
  }
}
