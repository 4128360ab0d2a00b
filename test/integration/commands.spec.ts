import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../apps/cli/src/program.js';
import { ENTRIES } from '../../scripts/entries.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = 'dist/apps/cli/src/main.js';
const TEXTS = /\.(md|yml|ts|mts|mjs|example|json)$|^Dockerfile$|^run$/;
const SKIPPED = new Set([
  'node_modules',
  'dist',
  '.git',
  'data_pipeline',
  '.interop-venv',
  'coverage',
  'package-lock.json',
]);

async function textFiles(folder = ''): Promise<string[]> {
  const entries = (await readdir(join(ROOT, folder), { withFileTypes: true })).filter(({ name }) => !SKIPPED.has(name));
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => textFiles(join(folder, name)));
  const here = entries
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name))
    .map(({ name }) => join(folder, name));
  return [...here, ...(await Promise.all(below)).flat()];
}

interface Mention {
  readonly file: string;
  readonly text: string;
  readonly words: readonly string[];
}

const SPEC = /\.spec\.ts$|\.fixture\.ts$/;
const files = await textFiles();

/** Every place where a text names a command: the groups of the pattern are the command and its arguments. */
async function mentions(pattern: RegExp, of = files): Promise<Mention[]> {
  const found = await Promise.all(
    of
      .filter((file) => !SPEC.test(file))
      .map(async (file) => {
        const text = await readFile(join(ROOT, file), 'utf8');
        return [...text.matchAll(pattern)].map((match) => ({
          file,
          text: match[0],
          words: match.slice(1).filter(Boolean).join(' ').trim().split(/\s+/),
        }));
      }),
  );
  return found.flat();
}

const program = await createProgram({});

/** Whether the words begin with a command of the command line and, where it has some, one of its subcommands. */
function isCommand([name = '', sub = '']: readonly string[]): boolean {
  const command = find(program, name);
  const isWord = /^[a-z]+(?:-[a-z]+)*$/.test(sub);
  return command !== undefined && (!isWord || command.commands.length === 0 || find(command, sub) !== undefined);
}

function find(parent: Command, name: string): Command | undefined {
  return parent.commands.find((command) => command.name() === name);
}

describe('every command that a text names exists', () => {
  it('as a script of package.json', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const found = await mentions(/\bnpm run (?:--silent |-s )?([\w:-]+)/g);
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter(({ words: [name = ''] }) => !(name in scripts))).toEqual([]);
  });

  it('with its subcommand', async () => {
    const operators = Object.entries(ENTRIES).flatMap(([name, [path]]) => (path === CLI ? [name] : []));
    const typed = await mentions(new RegExp(`\\bnpm run ((?:${operators.join('|')}) -- [a-z-]+)`, 'g'));
    const inImage = await mentions(
      /\bdata-pipeline ((?:keys|vector|migrate|start|demo|task|pairs|evaluate|notifications|doctor|storage|version|completion)(?: [a-z]+(?:-[a-z]+)*)?)\b/g,
    );
    expect(typed.length + inImage.length).toBeGreaterThan(5);
    const wrong = [...typed, ...inImage].filter(({ words }) => !isCommand(words.filter((word) => word !== '--')));
    expect(wrong).toEqual([]);
  });

  it('put together for the place where the product runs', async () => {
    const sources = files.filter((file) => file.endsWith('.ts') && !file.startsWith('libs/operator-command/'));
    const calls = await mentions(/(?<!function )\boperatorCommand\(/g, sources);
    const read = await mentions(/\boperatorCommand\('([a-z-]+)'(?:, ['`]([^'`]*)['`])?\)/g, sources);
    expect(read.length).toBeGreaterThan(5);
    expect(read).toHaveLength(calls.length);
    expect(read.filter(({ words }) => !isCommand(words))).toEqual([]);
  });

  it('as a file that Node runs', async () => {
    const found = await mentions(/\bnode ((?:scripts|bench|apps|test)\/[\w./-]+\.m?js)\b/g);
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ words: [path = ''] }) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('also in the image: a text of the product names an operator’s command by where it runs', async () => {
    const product = files.filter((file) => /^(libs|apps)\//.test(file) && /\.ts$/.test(file));
    // Comment lines are for developers with a checkout.
    const found = await mentions(/^(?! *(?:\/\/|\/?\*)).*\bnpm run (migrate|keys|vector|start|demo)\b/gm, product);
    expect(found.filter(({ file }) => !file.startsWith('libs/operator-command/'))).toEqual([]);
  });
});

describe('every command of the command line', () => {
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const described = async (args: string[]): Promise<string[]> =>
    leaves(await createProgram({}, args))
      .filter((command) => command.name() !== 'complete')
      .flatMap((command) => [command.description(), ...command.options.map(({ description }) => description)]);

  it('explains itself and its options in every language', async () => {
    const [chinese, english] = [await described(['--lang', 'zh']), await described(['--lang=en'])];
    expect(chinese).toHaveLength(english.length);
    expect(chinese.filter((text) => text !== '' && !/\p{Script=Han}/u.test(text))).toEqual([]);
    expect(english.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect(english.slice(0, 1)).not.toEqual(['']);
  });

  it('tells the choices and the default of an option in every language', async () => {
    const help = async (args: string[]): Promise<string> =>
      leaves(await createProgram({}, args))
        .filter((command) => command.name() !== 'complete')
        .map((command) => command.helpInformation())
        .join('');
    const [chinese, english] = [await help(['--lang', 'zh']), await help(['--lang=en'])];
    expect(chinese).toMatch(/（可选值："zh",\s+"en"）/);
    expect(chinese).not.toMatch(/choices:|default:|Shell type/);
    expect(english).toMatch(/\(choices:\s+"zh",\s+"en"\)/);
    expect(english).not.toMatch(/\p{Script=Han}/u);
  });

  it('takes the global options before and after its name, and offers those of a server only where it asks one', () => {
    const ofServers = ['task', 'pairs', 'evaluate', 'notifications', 'doctor', 'version'];
    const offered = (group: Command): object[] =>
      leaves(group).map((command) => ({
        command: `${group.name()} ${command.name()}`,
        options: ['--json', '--lang', '--env-file', '--url', '--key', '--local'].filter((flag) =>
          command
            .createHelp()
            .visibleOptions(command)
            .some(({ long }) => long === flag),
        ),
      }));
    const groups = program.commands.filter((group) => !/^complet/.test(group.name()));
    const everywhere = ['--json', '--lang', '--env-file'];
    const wanted = (group: Command): string[] =>
      ofServers.includes(group.name()) ? [...everywhere, '--url', '--key', '--local'] : everywhere;
    expect(groups.flatMap(offered)).toEqual(
      groups.flatMap((group) => offered(group).map((found) => ({ ...found, options: wanted(group) }))),
    );
  });

  it('speaks the language of the terminal', async () => {
    const help = async (environment: NodeJS.ProcessEnv): Promise<string> =>
      (await createProgram(environment, ['version'])).helpInformation();
    const inChinese = { LANG: 'zh_CN.UTF-8' };
    expect(await help(inChinese)).toContain('训练数据');
    expect(await help({ ...inChinese, DATA_PIPELINE_LANG: 'en' })).toContain('training data');
    expect(await help({ LANG: 'de_DE' })).toContain('training data');
  });
});
