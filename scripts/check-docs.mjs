/**
 * `node scripts/check-docs.mjs`: the documents hold together. Links between files lead somewhere, `npm run` commands
 * exist, both READMEs have the same parts, and `.env.example` names the variables that the configuration reads.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { ROOT } from './installation.mjs';

/** Variables of `.env.example` that only docker-compose.yml reads. */
const COMPOSE_ONLY = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'HTTP_BIND', 'HTTP_PORT'];

const read = (path) => readFile(join(ROOT, path), 'utf8');

async function documents() {
  const names = [
    ...(await readdir(ROOT)),
    ...(await readdir(join(ROOT, 'docs'), { recursive: true })).map((name) => join('docs', name)),
  ];
  return names.filter((name) => name.endsWith('.md')).sort();
}

function brokenLinks(path, text) {
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(ROOT, dirname(path), decodeURI(target))))
    .map((target) => `${path}: the link to ${target} leads nowhere`);
}

function unknownCommands(path, text, scripts) {
  const named = [...text.matchAll(/\bnpm run ([a-z][a-z0-9:-]*)/g)].map(([, name]) => name);
  return [...new Set(named)]
    .filter((name) => !(name in scripts))
    .map((name) => `${path}: package.json has no script "${name}"`);
}

/** The outline: levels of the headings, and the code blocks under them, which no translation changes in number. */
function outlineOf(text) {
  return [...text.matchAll(/^(#{1,6}) |^(```)\w/gm)].map(([, heading, fence]) => heading ?? fence);
}

async function differentReadmes() {
  const [english, chinese] = (await Promise.all(['README.md', 'README.zh-CN.md'].map(read))).map(outlineOf);
  return english.join() === chinese.join()
    ? []
    : ['README.md and README.zh-CN.md: their headings and code blocks differ; they are to have the same parts'];
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

const { scripts = {} } = JSON.parse(await read('package.json'));
const ofDocuments = await Promise.all(
  (await documents()).map(async (path) => {
    const text = await read(path);
    return [...brokenLinks(path, text), ...unknownCommands(path, text, scripts)];
  }),
);
const problems = [...ofDocuments.flat(), ...(await differentReadmes()), ...(await differentVariables())];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
