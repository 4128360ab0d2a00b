import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentOf, readEnvFile } from './env-file.js';

describe('a file of variables', () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'env-file-'));
    file = join(folder, '.env');
    const lines = [
      '\uFEFF# comment',
      'VECTOR_BACKUP_SCHEDULE="30 3 * * *"',
      'CRON=30 3 * * * # every night',
      "HASH='a#b'",
      'EMBEDDING_QUERY_PREFIX="query: "',
      'export URL=postgres://u:p%23w@h/db',
      'EMPTY=',
      'GIVEN=from the file',
    ];
    await writeFile(file, lines.join('\r\n'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('may hold blanks, quotes and comments; the environment wins', () => {
    const environment = { GIVEN: 'before' };
    readEnvFile(file, environment);
    expect(environment).toEqual({
      VECTOR_BACKUP_SCHEDULE: '30 3 * * *',
      CRON: '30 3 * * *',
      HASH: 'a#b',
      EMBEDDING_QUERY_PREFIX: 'query: ',
      URL: 'postgres://u:p%23w@h/db',
      EMPTY: '',
      GIVEN: 'before',
    });
  });

  it.each([[['--env-file', 'FILE']], [['--env-file=FILE']]])('is named by %j', (args) => {
    const named = args.map((arg) => arg.replace('FILE', file));
    expect(environmentOf(named, {})).toMatchObject({ HASH: 'a#b' });
  });

  it.each([
    [['--env-file'], '--env-file'],
    [['--port', '1'], '--port'],
    [['start'], 'start'],
  ])('is the only argument of a process: %j is refused', (args, name) => {
    expect(() => environmentOf(args, {})).toThrow(`${name}: expected --env-file FILE`);
  });

  it('is missed with its name', () => {
    expect(() => readEnvFile(join(folder, 'none'), {})).toThrow(/none cannot be read \(ENOENT\)/);
    expect(() => readEnvFile(folder, {})).toThrow(/cannot be read \(EISDIR\)/);
  });
});
