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

  it('keeps an empty text, too', () => {
    expect(box.decrypt(box.encrypt('', 'a'), 'a')).toBe('');
  });

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
    ...[0, 1, 2, 3].map((parts): [string, (encrypted: string) => string] => [
      `a text cut to ${parts} parts`,
      (encrypted) => box.decrypt(encrypted.split('.').slice(0, parts).join('.'), 'a'),
    ]),
    [
      'a shorter tag',
      (encrypted) => {
        const [version, iv, tag = '', data] = encrypted.split('.');
        return box.decrypt([version, iv, tag.slice(0, 6), data].join('.'), 'a');
      },
    ],
  ])('refuses %s', (_, decrypt) => {
    expect(() => decrypt(box.encrypt('secret text', 'a'))).toThrow('cannot be decrypted');
  });
});

/** Makes the work of file handles slow, and tells when each part of it begins and ends. */
async function watchHandles(tell: (event: string) => void): Promise<void> {
  const handle = await open(tmpdir());
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const slow = async (method: string, work: () => Promise<void>): Promise<void> => {
    tell(`${method} begins`);
    await setTimeout(10);
    await work();
    tell(`${method} ends`);
  };
  const original: Pick<FileHandle, 'writeFile' | 'sync'> = {
    writeFile: Reflect.get(prototype, 'writeFile'),
    sync: Reflect.get(prototype, 'sync'),
  };
  jest.spyOn(prototype, 'writeFile').mockImplementation(async function (this: FileHandle, ...args) {
    // Every handle has a `close` of its own.
    const close = this.close.bind(this);
    this.close = () => slow('close', close);
    await slow('writeFile', () => original.writeFile.apply(this, args));
  });
  jest.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    await slow('sync', () => original.sync.call(this));
  });
}

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

  it('makes a random key, on the disk and closed before it has its name, in folders that are missing', async () => {
    const folders = ['a', 'b'].map((name) => join(dataDirectory, ...Array<string>(40).fill(name)));
    const events: string[] = [];
    await watchHandles((event) => {
      const isNamed = folders.filter((folder) => existsSync(join(folder, 'secret.key'))).length;
      events.push(`${event}, ${isNamed} named`);
    });
    const keys: string[] = [];
    for (const folder of folders) {
      await openSecretBox({ secretKey: null, dataDirectory: folder });
      events.push('opened');
      keys.push(await readFile(join(folder, 'secret.key'), 'utf8'));
    }
    expect(events).toEqual(
      [0, 1].flatMap((named) => [
        ...['writeFile', 'sync', 'close'].flatMap((method) =>
          ['begins', 'ends'].map((part) => `${method} ${part}, ${named} named`),
        ),
        'opened',
      ]),
    );
    expect(keys).toEqual([expect.stringMatching(KEY), expect.stringMatching(KEY)]);
    expect(new Set(keys).size).toBe(2);
  });

  it('reads a key that is there, and touches neither the key nor the folder', async () => {
    await writeFile(join(dataDirectory, 'secret.key'), 'kept '.repeat(9));
    const { mtimeNs } = await stat(dataDirectory, { bigint: true });
    const box = await openSecretBox({ secretKey: null, dataDirectory });
    expect(new SecretBox('kept '.repeat(9).trim()).decrypt(box.encrypt('x', 'a'), 'a')).toBe('x');
    expect((await stat(dataDirectory, { bigint: true })).mtimeNs).toBe(mtimeNs);
    const configured = await openSecretBox({ secretKey: 'c'.repeat(32), dataDirectory });
    expect(new SecretBox('c'.repeat(32)).decrypt(configured.encrypt('x', 'a'), 'a')).toBe('x');
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
