import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Command } from 'commander';
import { createProgram } from '../../apps/cli/src/program.js';
import { ENTRIES } from '../../scripts/entries.mjs';
import { shellCommands } from '../harness/shell-commands.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = 'dist/apps/cli/src/main.js';
const PREFIX = 'http://localhost:8084/api/v0/data_pipeline';

interface Example {
  readonly page: string;
  readonly words: readonly string[];
}

/** Every command in a block of a page. */
async function examples(): Promise<Example[]> {
  const names = [
    'README.md',
    'README.zh-CN.md',
    ...(await readdir(join(ROOT, 'docs'), { recursive: true })).map((name) => join('docs', name)),
  ];
  const pages = names.filter((name) => name.endsWith('.md') && !name.startsWith('docs/decisions'));
  const found = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(ROOT, page), 'utf8');
      const blocks = [...text.matchAll(/^ *```(?:sh|bash)\n(.*?)^ *```/gms)].map(([, block = '']) => block);
      const variables = { api: PREFIX, API: PREFIX };
      return shellCommands(blocks.join('\n'), variables).map((words) => ({ page, words }));
    }),
  );
  return found.flat();
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
}

/** The interop suite runs the program of the page. */
describe('the lines of the README that connect Vanna', () => {
  it.each([
    ['README.md', 'docs/connect-vanna.md'],
    ['README.zh-CN.md', 'docs/zh-CN/connect-vanna.md'],
  ])('of %s are lines of the program in %s', async (readme, page) => {
    const [text, program] = await Promise.all([readme, page].map((name) => readFile(join(ROOT, name), 'utf8')));
    const [, lines = ''] = /^```python\n(.*?)^```/ms.exec(text ?? '') ?? [];
    expect(lines).toContain('connection_string');
    expect(program).toContain(lines);
  });
});

describe('every command in a block of README and docs', () => {
  let all: Example[];
  let paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  let ajv: Ajv2020;

  beforeAll(async () => {
    all = await examples();
    const document = JSON.parse(await readFile(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
      paths: typeof paths;
      components: object;
    };
    paths = document.paths;
    ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', components: document.components });
  });

  it('that asks the API has a route and a body of the OpenAPI document', () => {
    const requests = all
      .filter(({ words: [name] }) => name === 'curl')
      .map((example) => ({ ...example, ...requestOf(example.words) }));
    expect(requests.length).toBeGreaterThan(120);
    const wrong = requests.flatMap(({ page, method, path, body }) => {
      const operation = path === null ? undefined : operationOf(method, path);
      const reason = operation === undefined ? 'no such route' : problemOf(operation, body);
      return reason === null ? [] : [`${page}: ${method} ${path}: ${reason}`];
    });
    expect(wrong).toEqual([]);
    const create = operationOf('POST', '/api/v0/data_pipeline/tasks');
    expect(create && problemOf(create, '{"business_context": "x", "tabels": []}')).not.toBeNull();
    expect(operationOf('POST', '/api/v0/data_pipeline/taks')).toBeUndefined();
  });

  it('of the command line has a command, arguments and options that it knows', async () => {
    const operators = Object.entries(ENTRIES).flatMap(([name, [path]]) => (path === CLI ? [name] : []));
    const calls = all.flatMap(({ page, words }) => {
      const args = argumentsOf(words, operators);
      return args === null ? [] : [{ page, args }];
    });
    expect(calls.length).toBeGreaterThan(40);
    const program = await createProgram({});
    takeActionsAway(program);
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const wrong: string[] = [];
    for (const { page, args } of calls) {
      await program.parseAsync(args, { from: 'user' }).catch((error: Error) => {
        wrong.push(`${page}: ${args.join(' ')}: ${error.message}`);
      });
    }
    jest.restoreAllMocks();
    expect(wrong).toEqual([]);
  });

  function operationOf(method: string, path: string): Operation | undefined {
    const templates = Object.keys(paths).filter((template) =>
      new RegExp(
        `^${template
          .replaceAll('.', '\\.')
          .replaceAll(/\{(?:path|name)\}/g, '.+')
          .replaceAll(/\{\w+\}/g, '[^/]+')}$`,
      ).test(path),
    );
    return templates
      .map((template) => paths[template]?.[method.toLowerCase()])
      .find((operation) => operation !== undefined);
  }

  function problemOf({ requestBody }: Operation, body: string | null): string | null {
    if (body === null) {
      return null;
    }
    const schema = requestBody?.content['application/json']?.schema;
    if (schema === undefined) {
      return 'takes no JSON';
    }
    const closed = JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components');
    const validate: ValidateFunction = ajv.compile(JSON.parse(closed) as object);
    return validate(JSON.parse(body)) ? null : ajv.errorsText(validate.errors);
  }
});

/** Options of curl that take no value. */
const FLAGS = /^-(?:[sSOLfiIvN]+|-(?:silent|fail|location|no-buffer|compressed))$/;

function requestOf(words: readonly string[]): { method: string; path: string | null; body: string | null } {
  let method: string | null = null;
  let url: string | null = null;
  let body: string | null = null;
  let hasForm = false;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      url ??= word;
    } else if (!FLAGS.test(word)) {
      at += 1;
      const value = words[at] ?? '';
      method = /^(?:-X|--request)$/.test(word) ? value : method;
      body = /^(?:-d|--data|--json|--data-raw)$/.test(word) ? value : body;
      hasForm ||= /^(?:-F|--form)$/.test(word);
    }
  }
  const full = url !== null && !/^https?:/.test(url) ? `http://${url}` : url;
  const path = full !== null && URL.canParse(full) ? decodeURIComponent(new URL(full).pathname) : null;
  const isJson = body !== null && /^[[{]/.test(body.trim());
  return { method: method ?? (body !== null || hasForm ? 'POST' : 'GET'), path, body: isJson ? body : null };
}

/** The arguments of the command line in a command; null for another program. */
function argumentsOf(words: readonly string[], operators: readonly string[]): string[] | null {
  const end = words.findIndex((word) => /^[<>]/.test(word));
  const [program, ...rest] = (end < 0 ? words : words.slice(0, end)).filter((word) => !/^(?:--silent|-s)$/.test(word));
  const [run, name = '', dashes, ...more] = rest;
  if (program === 'npm' && run === 'run' && operators.includes(name)) {
    return dashes === undefined || dashes === '--' ? [name, ...more] : null;
  }
  const at = rest.indexOf('data-pipeline');
  const isCall =
    program === 'data-pipeline' || (at >= 0 && (program === 'npx' || (program === 'docker' && run === 'compose')));
  return isCall ? rest.slice(at + 1) : null;
}

/** Parsing stays, work goes; so do files of variables, which are read before any work. */
function takeActionsAway(command: Command): void {
  command.exitOverride();
  if (command.commands.length === 0) {
    command.action(() => undefined);
  }
  command.options.filter(({ long }) => long === '--env-file').forEach((option) => option.argParser(() => []));
  command.commands.forEach(takeActionsAway);
}
