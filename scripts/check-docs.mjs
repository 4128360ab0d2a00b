/**
 * `node scripts/check-docs.mjs`: links and anchors exist, `npm run` commands exist, every page of docs/ has a Chinese
 * twin of the same structure, the prose keeps its limits (scripts/docs-rules.mjs), and `.env.example` names the
 * variables that the configuration reads. `--report` also prints the length of the sentences of each page.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import process from 'node:process';
import {
  anchorsOf,
  chineseProblems,
  differencesOfTwins,
  englishProblems,
  linksOf,
  p90,
  sentencesOf,
  wordsOf,
} from './docs-rules.mjs';
import { ROOT } from './installation.mjs';

/** Variables of `.env.example` that only docker-compose.yml reads. */
const COMPOSE_ONLY = [
  'POSTGRES_PASSWORD',
  'REDIS_PASSWORD',
  'HTTP_BIND',
  'HTTP_PORT',
  'COMPOSE_PROFILES',
  'HF_ENDPOINT',
];

/** Pages in English only. */
const ENGLISH_ONLY = /^(?:docs\/decisions\/.*|CHANGELOG\.md)$/;

/** A list of changes is not running text, and a decision that was replaced stays as it was written. */
const isExemptFromProse = (path, text) => path === 'CHANGELOG.md' || /^> Status: replaced by /m.test(text);

const read = (path) => readFile(join(ROOT, path), 'utf8');

async function readDocuments() {
  const names = [
    ...(await readdir(ROOT)),
    ...(await readdir(join(ROOT, 'docs'), { recursive: true })).map((name) => join('docs', name)),
  ];
  const pages = names.filter((name) => name.endsWith('.md')).sort();
  return new Map(await Promise.all(pages.map(async (path) => [path, await read(path)])));
}

/** Pages at the top with the paths of their twins. */
const TOP_PAGES = { 'README.md': 'README.zh-CN.md', 'CONTRIBUTING.md': 'docs/zh-CN/contributing.md' };
const TOP_TWINS = Object.fromEntries(Object.entries(TOP_PAGES).map(([page, twin]) => [twin, page]));

const twinOf = (path) => TOP_PAGES[path] ?? path.replace(/^docs\//, 'docs/zh-CN/');
const englishOf = (path) => TOP_TWINS[path] ?? path.replace(/^docs\/zh-CN\//, 'docs/');
const isChinese = (path) => englishOf(path) !== path;

/** The path of a link's target from the root; addresses of the web stay as they are. */
function targetFrom(path, target) {
  if (/^[a-z]+:/.test(target)) {
    return target;
  }
  return target === '' ? path : normalize(join(dirname(path), decodeURI(target)));
}

function brokenLinks(path, text, documents) {
  return linksOf(text)
    .filter(({ target }) => !/^[a-z]+:/.test(target))
    .flatMap(({ target, anchor }) => {
      const found = targetFrom(path, target);
      if (!existsSync(join(ROOT, found))) {
        return [`${path}: the link to ${target} leads nowhere`];
      }
      const page = documents.get(found);
      return anchor !== null && page !== undefined && !anchorsOf(page).includes(decodeURI(anchor))
        ? [`${path}: ${found} has no heading #${decodeURI(anchor)}`]
        : [];
    });
}

function unknownCommands(path, text, scripts) {
  const named = [...text.matchAll(/\bnpm run ([a-z][a-z0-9:-]*)/g)].map(([, name]) => name);
  return [...new Set(named)]
    .filter((name) => !(name in scripts))
    .map((name) => `${path}: package.json has no script "${name}"`);
}

function twinProblems(path, text, documents) {
  if (isChinese(path)) {
    return documents.has(englishOf(path)) ? [] : [`${path}: its English page ${englishOf(path)} is missing`];
  }
  if (ENGLISH_ONLY.test(path)) {
    return [];
  }
  const twin = twinOf(path);
  const chinese = documents.get(twin);
  if (chinese === undefined) {
    return [`${path}: its Chinese twin ${twin} is missing`];
  }
  const pageOf = (target, inChinese) => englishOf(targetFrom(inChinese ? twin : path, target));
  return differencesOfTwins(text, chinese, pageOf).map((difference) => `${path} and ${twin}: ${difference}`);
}

function proseProblems(path, text) {
  if (isExemptFromProse(path, text)) {
    return [];
  }
  const problems = isChinese(path) ? chineseProblems(text) : englishProblems(text);
  return problems.map((problem) => `${path}: ${problem}`);
}

async function differentVariables() {
  const example = await read('.env.example');
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
  const schema = await read('libs/config/src/variables.ts');
  const known = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(([, name]) => name);
  return [
    ...known.filter((name) => !named.includes(name)).map((name) => `.env.example: ${name} is missing`),
    ...named
      .filter((name) => !known.includes(name) && !COMPOSE_ONLY.includes(name))
      .map((name) => `.env.example: the configuration reads no ${name}`),
  ];
}

function report(documents) {
  for (const [path, text] of documents) {
    if (!isChinese(path)) {
      const lengths = sentencesOf(text).map(wordsOf);
      console.log(`${path}: ${lengths.length} sentences, p90 ${p90(lengths)} words, max ${Math.max(...lengths)}`);
    }
  }
}

const { scripts = {} } = JSON.parse(await read('package.json'));
const documents = await readDocuments();
if (process.argv.includes('--report')) {
  report(documents);
}
const problems = [...documents].flatMap(([path, text]) => [
  ...brokenLinks(path, text, documents),
  ...unknownCommands(path, text, scripts),
  ...twinProblems(path, text, documents),
  ...proseProblems(path, text),
]);
problems.push(...(await differentVariables()));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
