import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { errorText, type DomainError } from '#libs/domain-errors';
import { openSecretBox } from './open-secret-box.js';
import { SecretBox } from './secret-box.js';

/** 32 random bytes. */
const KEY = /^[\w-]{43}\n$/;
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
    ['another version', (encrypted) => box.decrypt(encrypted.replace(/^v1/, 'v2'), 'a')],
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

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('makes one key however many processes start together, for its owner alone', async () => {
    const boxes = await Promise.all(
      Array.from({ length: 20 }, () => openSecretBox({ secretKey: null, dataDirectory: join(dataDirectory, 'new') })),
    );
    const encrypted = boxes[0]?.encrypt('x', 'a') ?? '';
    expect(boxes.map((box) => box.decrypt(encrypted, 'a'))).toEqual(Array<string>(20).fill('x'));
    expect(await readdir(join(dataDirectory, 'new'))).toEqual(['secret.key']);
    expect((await stat(join(dataDirectory, 'new', 'secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('makes a random key, on the disk before it has its name, in folders that are missing', async () => {
    const handle = await open(join(dataDirectory, 'any'), 'w');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const sync: (this: FileHandle) => Promise<void> = Reflect.get(prototype, 'sync');
    const folders = ['a', 'b'].map((name) => join(dataDirectory, ...Array<string>(40).fill(name)));
    const hadItsName: boolean[] = [];
    jest.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
      await setTimeout(50);
      await sync.call(this);
      hadItsName.push(existsSync(join(folders[hadItsName.length]!, 'secret.key')));
    });
    const keys: string[] = [];
    for (const folder of folders) {
      await openSecretBox({ secretKey: null, dataDirectory: folder });
      keys.push(await readFile(join(folder, 'secret.key'), 'utf8'));
    }
    expect(hadItsName).toEqual([false, false]);
    expect(keys).toEqual([expect.stringMatching(KEY), expect.stringMatching(KEY)]);
    expect(new Set(keys).size).toBe(2);
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
