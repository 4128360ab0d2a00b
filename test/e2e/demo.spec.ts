import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';

const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const DEADLINE_MS = 120_000;

/** The demo on the embedded default: nothing is configured, everything is started and stopped by it. */
describe('the demo', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-demo-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function environment(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIRECTORY: directory };
  }

  /** Processes whose command line or environment names the folder of this demo. */
  async function processesLeft(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const commands = await Promise.all(
      pids.map(async (pid) => {
        const [command, variables] = await Promise.all(
          ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
        );
        return `${command} ${variables}`.includes(directory) ? `${pid} ${command?.replaceAll('\0', ' ')}` : '';
      }),
    );
    return commands.filter(Boolean);
  }

  it(
    'runs the main job on the bundled sample and ends with one line of JSON, with nothing left running',
    async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'demo', '--json', '--port', '0'], {
        env: environment(),
      });
      const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
      expect(summary).toMatchObject({
        task_id: expect.stringMatching(/^task_\d{8}_\d{6}/),
        status: 'completed',
        steps: {
          ddl_generation: 'completed',
          qa_generation: 'completed',
          sql_validation: 'completed',
          training_load: 'completed',
        },
        tables: 7,
        ddl_files: 7,
        base_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      });
      expect(summary['valid_pairs']).toBe(summary['pairs']);
      expect(summary['records_loaded']).toBeGreaterThan(50);
      expect(await readdir(String(summary['output_directory']))).toContain('bss_company.ddl');
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it(
    'stops everything after Ctrl-C',
    async () => {
      const child = spawn(process.execPath, [CLI, 'demo', '--keep', '--port', '0'], { env: environment() });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      await eventually(() => expect(printed).toContain('Running until Ctrl-C'), DEADLINE_MS);
      expect(printed).toMatch(/Swagger +http/);
      expect(printed).toMatch(/Bull Board +http/);
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      expect(await exit).toBe(0);
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it(
    'fails with a reason when the business database is away, with nothing left running',
    async () => {
      const run = promisify(execFile)(
        process.execPath,
        [CLI, 'demo', '--json', '--port', '0', '--business-url', 'postgres://nobody@127.0.0.1:9/nothing'],
        { env: { ...environment(), STEP_ATTEMPTS: '1' } },
      );
      const failure = (await run.catch((error: unknown) => error)) as { code: number; stdout: string; stderr: string };
      expect(failure.code).toBe(1);
      expect(failure.stderr).toContain('127.0.0.1:9/nothing');
      expect(JSON.parse(failure.stdout.trim())).toMatchObject({ status: 'failed', tables: 0 });
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it.each([
    [['--port', 'x'], /port from 0 to 65535/],
    [['--business-url', 'mysql://x/y'], /postgres:\/\//],
    [['--tables', 'a', '--table-list', 'b'], /cannot be used with/],
    [['--language', 'fr'], /zh, en/],
  ])('refuses %j', async (options, message) => {
    const failure = (await promisify(execFile)(process.execPath, [CLI, 'demo', ...options], {
      env: environment(),
    }).catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(failure.code).toBe(1);
    expect(failure.stderr).toMatch(message);
  });
});
