import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pruneModules } from './prune-modules.mjs';

describe('pruneModules', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-pipeline-prune-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Files that are left of those that were written. */
  async function leftOf(files: Record<string, string>): Promise<string[]> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await pruneModules(folder);
    const left = await readdir(folder, { recursive: true });
    return Object.keys(files).filter((path) => left.includes(path));
  }

  it('keeps programs, manifests and licences, also of scoped and nested packages', async () => {
    const kept = ['LICENSE.md', 'NOTICE.txt', 'index.js', 'lib/test/run.js', 'package.json'];
    const packages = ['plain', '@scope/one', 'plain/node_modules/inner'];
    const files = packages.flatMap((name) => kept.map((file) => `${name}/${file}`));
    expect(await leftOf(Object.fromEntries(files.map((path) => [path, '{}'])))).toEqual(files);
  });

  it('removes maps, typings, sources, documents, tests and examples', async () => {
    const unused = [
      'index.js.map',
      'index.d.ts',
      'src/index.mts',
      'README.md',
      'test/run.js',
      'docs/a.txt',
      'examples/a.js',
    ];
    const packages = ['plain', '@scope/one', 'plain/node_modules/inner'];
    const files = packages.flatMap((name) => ['package.json', ...unused].map((file) => `${name}/${file}`));
    expect(await leftOf(Object.fromEntries(files.map((path) => [path, '{}'])))).toEqual(
      packages.map((name) => `${name}/package.json`),
    );
  });

  it.each(['./test/entry.js', './test'])('keeps a folder of tests that the manifest opens as %s', async (target) => {
    const manifest = JSON.stringify({ exports: { './test': target } });
    expect(await leftOf({ 'plain/package.json': manifest, 'plain/test/entry.js': '' })).toContain(
      'plain/test/entry.js',
    );
  });
});
