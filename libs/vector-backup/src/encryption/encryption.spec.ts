import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { CHUNK_BYTES, TAG_BYTES } from './age-chunks.js';
import { BackupKeys, type BackupKey } from './backup-keys.js';
import { decrypted } from './decrypted.js';
import { Encryptor } from './encryptor.js';

const STORED_CHUNK = CHUNK_BYTES + TAG_BYTES;

async function newKey(): Promise<BackupKey> {
  const keys = await BackupKeys.open(await generateX25519Identity(), []);
  return keys.current!;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  // One buffer for all of them, as a folder of files gives them.
  const piece = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    yield piece.subarray(0, bytes.copy(piece, 0, at, at + size));
  }
}

describe('encrypted files', () => {
  let key: BackupKey;

  beforeAll(async () => {
    key = await newKey();
  });

  async function encrypt(content: Buffer, pieceBytes = 1_000_000): Promise<{ stored: Buffer; header: number }> {
    const encryptor = await Encryptor.begin(key);
    const parts = [encryptor.beginning];
    for await (const piece of inPieces(content, pieceBytes)) {
      parts.push(encryptor.update(piece));
    }
    return { stored: Buffer.concat([...parts, encryptor.final()]), header: encryptor.beginning.length };
  }

  async function decrypt(stored: Buffer, pieceBytes = 1_000_000, by = key): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of decrypted(inPieces(stored, pieceBytes), 'a.csv.age', by)) {
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 300_001])(
    'of %i bytes are read by the age library, and those of the library here',
    async (length) => {
      const content = randomBytes(length);
      for (const pieceBytes of [10_007, CHUNK_BYTES, 1_000_000]) {
        const { stored } = await encrypt(content, pieceBytes);
        expect(content.equals(await decrypt(stored, pieceBytes))).toBe(true);
      }
      const decrypter = new Decrypter();
      decrypter.addIdentity(key.identity);
      expect(content.equals(await decrypter.decrypt((await encrypt(content)).stored))).toBe(true);

      const encrypter = new Encrypter();
      encrypter.addRecipient(await identityToRecipient(key.identity));
      expect(content.equals(await decrypt(Buffer.from(await encrypter.encrypt(content)), 997))).toBe(true);
    },
  );

  it('name the first chunk that is damaged, moved or of another file', async () => {
    const content = randomBytes(4 * CHUNK_BYTES);
    const { stored, header } = await encrypt(content);
    const chunk = (number: number): Buffer =>
      stored.subarray(header + number * STORED_CHUNK, header + (number + 1) * STORED_CHUNK);
    const beginning = stored.subarray(0, header);
    const flipped = Buffer.from(stored);
    flipped[header + STORED_CHUNK + 5]! ^= 1;
    const other = await encrypt(content);
    const cases: [Buffer, number][] = [
      [flipped, 2],
      [Buffer.concat([beginning, chunk(0), chunk(2), chunk(1), chunk(3)]), 2],
      [Buffer.concat([beginning, chunk(0), chunk(1), chunk(1), chunk(2), chunk(3)]), 3],
      [Buffer.concat([beginning, chunk(0), other.stored.subarray(other.header + STORED_CHUNK)]), 2],
      [Buffer.concat([stored, randomBytes(100)]), 4],
    ];
    for (const [damaged, number] of cases) {
      await expect(decrypt(damaged)).rejects.toMatchObject({
        code: 'vector_backup_chunk_damaged',
        params: { file: 'a.csv.age', chunk: number },
      });
    }
  });

  it('show that they are cut, wherever', async () => {
    const { stored, header } = await encrypt(randomBytes(2 * CHUNK_BYTES + 10));
    const cutAt = (end: number): Promise<Buffer> => decrypt(stored.subarray(0, end));
    await expect(cutAt(header + STORED_CHUNK)).rejects.toMatchObject({
      code: 'vector_backup_cut',
      params: { chunk: 1 },
    });
    await expect(cutAt(header + 2 * STORED_CHUNK)).rejects.toMatchObject({
      code: 'vector_backup_cut',
      params: { chunk: 2 },
    });
    await expect(cutAt(header)).rejects.toMatchObject({ code: 'vector_backup_cut', params: { chunk: 0 } });
    await expect(cutAt(header - 20)).rejects.toMatchObject({ code: 'vector_backup_cut', params: { chunk: 0 } });
    await expect(cutAt(stored.length - 1)).rejects.toMatchObject({
      code: 'vector_backup_chunk_damaged',
      params: { chunk: 3 },
    });
  });

  it('name the key that does not fit, and refuse a file of another kind', async () => {
    const { stored } = await encrypt(Buffer.from('rows'));
    const wrong = await newKey();
    await expect(decrypt(stored, 10, wrong)).rejects.toMatchObject({
      code: 'vector_backup_key_wrong',
      params: { key_id: wrong.id },
    });
    await expect(decrypt(randomBytes(100_000))).rejects.toMatchObject({ code: 'vector_backup_chunk_damaged' });
  });
});

describe('the keys of an installation', () => {
  it('are found by the beginning of their public part', async () => {
    const [first, second] = [await generateX25519Identity(), await generateX25519Identity()];
    const keys = await BackupKeys.open(first, [second]);
    const id = (await identityToRecipient(second)).slice(0, 12);
    expect(keys.find(id)).toMatchObject({ identity: second, id });
    expect(keys.current?.identity).toBe(first);
    expect(keys.find('age1unknown0')).toBeNull();
    expect((await BackupKeys.open(null, [second])).current).toBeNull();
  });

  it('with a typing error end the start, and the error does not show them', async () => {
    const identity = await generateX25519Identity();
    const mistyped = `${identity.slice(0, -1)}${identity.endsWith('Q') ? 'P' : 'Q'}`;
    const opening = BackupKeys.open(null, [mistyped]);
    await expect(opening).rejects.toThrow(/VECTOR_BACKUP_OLD_KEYS.*checksum/s);
    await expect(opening).rejects.not.toThrow(mistyped.slice(15));
  });
});
