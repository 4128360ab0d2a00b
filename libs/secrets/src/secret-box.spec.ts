import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorText, type DomainError } from '#libs/domain-errors';
import { openSecretBox } from './open-secret-box.js';
import { SecretBox } from './secret-box.js';

const URL_WITH_PASSWORD = 'postgresql://user:p@ss:wörd@host:5432/db';

describe('SecretBox', () => {
  const box = new SecretBox('k'.repeat(32));

  it('gives back what it encrypted, and shows nothing of it', () => {
    const encrypted = box.encrypt(URL_WITH_PASSWORD, 'operation 1');
    expect(encrypted).not.toContain('user');
    expect(box.encrypt(URL_WITH_PASSWORD, 'operation 1')).not.toBe(encrypted);
    expect(box.decrypt(encrypted, 'operation 1')).toBe(URL_WITH_PASSWORD);
  });

  it.each<[string, (encrypted: string) => string]>([
    ['another key', (encrypted) => new SecretBox('x'.repeat(32)).decrypt(encrypted, 'a')],
    ['another place', (encrypted) => box.decrypt(encrypted, 'b')],
    ['a changed text', (encrypted) => box.decrypt(`${encrypted.slice(0, -2)}AA`, 'a')],
    ['a cut text', (encrypted) => box.decrypt(encrypted.split('.').slice(0, 3).join('.'), 'a')],
  ])('refuses %s', (_, decrypt) => {
    expect(() => decrypt(box.encrypt('secret text', 'a'))).toThrow('cannot be decrypted');
  });
});

describe('openSecretBox', () => {
  let dataDirectory: string;

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'data-pipeline-secrets-'));
  });

  afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

  it('makes one key however many processes start together, for its owner alone', async () => {
    const boxes = await Promise.all(
      Array.from({ length: 20 }, () => openSecretBox({ secretKey: null, dataDirectory: join(dataDirectory, 'new') })),
    );
    const encrypted = boxes[0]?.encrypt('x', 'a') ?? '';
    expect(boxes.map((box) => box.decrypt(encrypted, 'a'))).toEqual(Array<string>(20).fill('x'));
    expect(await readdir(join(dataDirectory, 'new'))).toEqual(['secret.key']);
    expect((await stat(join(dataDirectory, 'new', 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    [
      'a folder has the name of the key',
      async (folder: string) => mkdir(join(folder, 'secret.key'), { recursive: true }),
    ],
    ['a file has the name of the folder', async (folder: string) => writeFile(folder, '')],
  ])('names the file and the way out when %s', async (_, prepare) => {
    const folder = join(dataDirectory, 'broken');
    await prepare(folder);
    const failure = await openSecretBox({ secretKey: null, dataDirectory: folder }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'data_directory_unusable' });
    expect(errorText(failure as DomainError, 'en')).toMatch(new RegExp(`${folder}.* or set SECRET_KEY`));
    expect(errorText(failure as DomainError, 'zh')).toContain('SECRET_KEY');
  });
});
