import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { productVersion } from '#libs/product-version';
import { runCommandLine } from './run-command-line.js';

const NEWER = '99.1.0';

/** What a server of a later release may answer to this command line. */
const ANSWERS: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
  '/api/v0/data_pipeline/tasks': [
    400,
    { success: false, code: 400, message: 'region is required', error_type: 'validation_error' },
  ],
  '/api/v0/data_pipeline/tasks/task_1': [404, { success: false, code: 404, message: 'no such route' }],
  '/api/v0/data_pipeline/tasks/task_2': [200, { success: true, code: 200, message: 'ok', data: { id: 'task_2' } }],
};

describe('the command line and a server of another release', () => {
  let server: Server;
  let version: string | null;
  let printed: string[];

  beforeAll(async () => {
    server = createServer((request, reply) => {
      const [status, body] = ANSWERS[new URL(request.url ?? '', 'http://x').pathname] ?? [404, {}];
      if (version !== null) {
        reply.setHeader('x-data-pipeline-version', version);
      }
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  beforeEach(() => {
    version = NEWER;
    printed = [];
    jest.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = 0;
  });

  async function run(...args: string[]): Promise<{ text: string; code: unknown }> {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await runCommandLine([...args, '--url', url, '--lang', 'en'], {});
    return { text: printed.join('\n'), code: process.exitCode };
  }

  const hint = `The server runs version ${NEWER} and this command line is ${productVersion()}`;

  it.each([
    ['asks for what is required since', ['task', 'list'], 'region is required', 4],
    ['has no such route any more', ['task', 'show', 'task_1'], 'no such route', 4],
    ['answers in a form that is not understood', ['task', 'show', 'task_2'], '', 1],
  ])('which %s, is named with its version', async (_, args, reason, code) => {
    const found = await run(...args);
    expect(found.code).toBe(code);
    expect(found.text).toContain(reason);
    expect(found.text).toContain(hint);
  });

  it('is named in JSON too', async () => {
    const { text } = await run('task', 'list', '--json');
    expect(JSON.parse(text)).toMatchObject({ error: { server_version: NEWER, cli_version: productVersion() } });
  });

  it('is no reason where both are the same, or the server tells none', async () => {
    version = productVersion();
    expect((await run('task', 'list')).text).toBe('region is required');
    [version, printed] = [null, []];
    expect((await run('task', 'list')).text).toBe('region is required');
  });
});
