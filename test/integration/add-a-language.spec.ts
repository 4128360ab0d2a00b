import { glob, readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { compileChanged } from '../harness/compile-changed.js';

const ROOT = new URL('../../', import.meta.url);
const LIST = 'libs/language/src/language.ts';
const fileText = (path: string) => readFile(new URL(path, ROOT), 'utf8');

/** Text in one language of the product: a property, or an entry of a table, that is named after it. */
const IN_ONE_LANGUAGE = /^\s*(?:\{ )?zh(?:: |,$)|\{ zh(?:: |,)/m;

async function filesWithTexts(): Promise<string[]> {
  const paths = [];
  for await (const path of glob('{apps,libs}/**/*.{ts,tsx}', { cwd: ROOT })) {
    if (!/\.(spec|fixture)\.ts$/.test(path) && IN_ONE_LANGUAGE.test(await fileText(path))) {
      paths.push(path);
    }
  }
  return paths.sort();
}

it('a language that is new in the list does not compile before every text has it', async () => {
  const list = await fileText(LIST);
  const longer = list.replace(`['zh', 'en']`, `['zh', 'en', 'ja']`);
  expect(longer).not.toBe(list);
  const errors = await compileChanged({ [LIST]: longer });
  const withTexts = await filesWithTexts();
  expect(withTexts.length).toBeGreaterThan(50);
  expect(withTexts.filter((path) => !(path in errors))).toEqual([]);
}, 180_000);
