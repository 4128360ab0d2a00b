import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import ts from 'typescript';
import * as files from './file-names.js';

/** Parts of names that rules of this lib put together. */
const PARTS =
  /_pairs?\b.*(json|sql)|_detail\\?\.md|_(result|report)\\?\.json|_summary\\?\.log|qs_intermediate|file_modifications|sql_validation_$|\.backup/;
/** Examples for readers of the API. */
const EXAMPLES = /^apps\/api\/src\/(openapi\/example-values|.*\.dto)\.ts$/;

const NAMES: ReadonlySet<unknown> = new Set([
  ...Object.values(files).filter((value) => typeof value === 'string'),
  ...Object.values(files.EXPORT_FILES),
]);

/** Texts of a source file that can be names of files: literals without blanks, which sentences have. */
function literalsIn(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText || ts.isRegularExpressionLiteral(node)) {
      found.push(...(/\s/.test(node.text) ? [] : [node.text]));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
  return found;
}

function forbiddenIn(path: string, source: string): string[] {
  return literalsIn(path, source)
    .filter((text) => NAMES.has(text) || PARTS.test(text))
    .map((text) => `${path}: ${text}`);
}

it('names no shared file outside of this lib', async () => {
  const paths = (
    await Promise.all(
      ['apps', 'libs'].map(async (top) => (await readdir(top, { recursive: true })).map((path) => join(top, path))),
    )
  ).flat();
  const sources = paths.filter(
    (path) => /(?<!\.spec|\.fixture)\.ts$/.test(path) && !path.startsWith('libs/step-files/') && !EXAMPLES.test(path),
  );
  expect(sources.length).toBeGreaterThan(500);
  const forbidden = await Promise.all(sources.map(async (path) => forbiddenIn(path, await readFile(path, 'utf8'))));
  expect(forbidden.flat()).toEqual([]);
});

it.each([
  "const FILE = 'metadata.txt';",
  'await files.write(`${base}_detail.md`, text);',
  'const isPair = /_pair\\.json$/.test(name);',
  'const name = `qs_${database}_pair.json`;',
  'files.write(`${step}_result.json`, text);',
  "names.includes('Tables.json'.toLowerCase()) || 'tables.json';",
  'const backup = `${file}.backup`;',
])('would find %s', (source) => {
  expect(forbiddenIn('x.ts', source)).toHaveLength(1);
});

it('lets sentences speak of files', () => {
  expect(forbiddenIn('x.ts', "const en = 'see schema_changes.json'; // metadata.txt")).toEqual([]);
});
