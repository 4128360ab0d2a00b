import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const TEXTS = 'apps/console/src/pages/search/texts.ts';
const READ = ['package.json', 'tsconfig.json', 'clients', 'libs', 'apps/console'];
const SCRIPTS = ['scripts/build-console.mjs', 'scripts/run-command.mjs'];

describe('the build of the console', () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'console-build-'));
    await Promise.all([...READ, ...SCRIPTS].map((path) => cp(join(ROOT, path), join(copy, path), { recursive: true })));
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });

  afterAll(() => rm(copy, { recursive: true, force: true }));

  it.each([
    ['en', "{ zh: '检索', en: 'Search' }", "{ zh: '检索' }"],
    ['zh', "{ zh: '检索', en: 'Search' }", "{ en: 'Search' }"],
  ])(
    'fails on a text without %s, and writes nothing',
    async (language, whole, part) => {
      const texts = await readFile(join(ROOT, TEXTS), 'utf8');
      expect(texts).toContain(whole);
      await writeFile(join(copy, TEXTS), texts.replace(whole, part));
      const { status, stderr } = spawnSync(process.execPath, ['scripts/build-console.mjs'], {
        cwd: copy,
        encoding: 'utf8',
      });
      expect(status).toBe(1);
      expect(stderr).toContain(`Property '${language}' is missing`);
      expect(existsSync(join(copy, 'dist'))).toBe(false);
    },
    180_000,
  );
});
