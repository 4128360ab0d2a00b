import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const programOf = (app: string) => fileURLToPath(new URL(`../../dist/apps/${app}/src/main.js`, import.meta.url));
const DEADLINE_MS = 60_000;
/** A user without rights. Only root can act as another user; other users take a folder without rights instead. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

/** Files and folders of the data directory that belong to another user. */
describe('a data directory that may not be used', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-denied-'));
    await chmod(directory, 0o755);
  });

  afterEach(async () => {
    await chmod(join(directory, 'data'), 0o700);
    // The databases that the process started stop after it.
    await rm(directory, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
  });

  function run(
    app: string,
    args: readonly string[],
    variables: NodeJS.ProcessEnv,
  ): Promise<{ code: number; stderr: string }> {
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIRECTORY: join(directory, 'data'), ...variables };
      execFile(
        process.execPath,
        [programOf(app), ...args],
        { env, cwd: directory, ...(isRoot && UNPRIVILEGED) },
        (error, _, stderr) => resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
  }

  const sentence = (path: string) => new RegExp(`${join(directory, path)}\\S* may not be read or written \\(EACCES\\)`);

  it(
    'ends the API with a sentence when secret.key belongs to another user',
    async () => {
      const data = join(directory, 'data');
      await mkdir(data);
      await writeFile(join(data, 'secret.key'), 'k'.repeat(43), { mode: 0o000 });
      if (isRoot) {
        await chown(data, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
      }
      const { code, stderr } = await run('api', [], {});
      expect(stderr).toMatch(sentence('data/secret.key'));
      expect(stderr).toMatch(/or set SECRET_KEY/);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(code).toBe(69);
    },
    DEADLINE_MS,
  );

  it.each([
    ['api', []],
    ['worker', []],
    ['cli', ['keys', 'list']],
    ['cli', ['migrate']],
  ])(
    'ends %s %j with a sentence when the folder belongs to another user',
    async (app, args) => {
      await mkdir(join(directory, 'data'), { mode: 0o000 });
      const { code, stderr } = await run(app, args, {});
      expect(stderr).toMatch(sentence('data'));
      expect(stderr).toMatch(/chown -R .*, or set DATA_DIRECTORY/);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(code).not.toBe(0);
    },
    DEADLINE_MS,
  );

  it(
    'ends the demo with a sentence when the current folder belongs to another user',
    async () => {
      await mkdir(join(directory, 'data_pipeline'), { mode: 0o000 });
      await mkdir(join(directory, 'data'));
      const { code, stderr } = await run('cli', ['demo', '--json'], {});
      expect(stderr).toMatch(sentence('data_pipeline'));
      expect(stderr).toMatch(/run the demo in a folder that you may write to/);
      expect(code).toBe(3);
      await chmod(join(directory, 'data_pipeline'), 0o700);
    },
    DEADLINE_MS,
  );
});
