import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RowField } from './binary-rows.js';
import { decodeRows, RowSpool } from './row-spool.js';

describe('RowSpool', () => {
  let spool: RowSpool;

  beforeEach(async () => {
    spool = await RowSpool.create();
  });
  afterEach(() => spool.close());

  const decoded = async (pieces: AsyncIterable<Buffer>): Promise<string[][]> => {
    const rows: string[][] = [];
    for await (const fields of decodeRows(pieces)) {
      rows.push(fields.map((field) => field.toString('utf8')));
    }
    return rows;
  };

  /** The same bytes in pieces of another size, so that every kind of boundary comes up. */
  async function* inPieces(pieces: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
    const all: Buffer[] = [];
    for await (const piece of pieces) {
      all.push(piece);
    }
    const bytes = Buffer.concat(all);
    for (let start = 0; start < bytes.length; start += size) {
      yield bytes.subarray(start, start + size);
    }
  }

  const ROWS: readonly RowField[][] = [
    ['a', ''],
    ['中文 😀', Buffer.from('bytes')],
    ['\0', 'x'.repeat(70)],
  ];
  const TEXTS = [
    ['a', ''],
    ['中文 😀', 'bytes'],
    ['\0', 'x'.repeat(70)],
  ];

  it('says which folder cannot be used', async () => {
    await expect(RowSpool.create('/nowhere/at/all')).rejects.toMatchObject({
      code: 'vector_load_spool_failed',
      kind: 'unavailable',
      params: { folder: '/nowhere/at/all', reason: 'ENOENT' },
    });
  });

  it('gives back nothing of nothing', async () => {
    expect(await decoded(spool.read())).toEqual([]);
  });

  it.each([1, 2, 3, 5, 7, 64, 10_000])('gives back rows whose bytes come in pieces of %d', async (size) => {
    await spool.add(ROWS);
    expect(await decoded(inPieces(spool.read(), size))).toEqual(TEXTS);
  });

  it('takes more than a chunk, rows larger than a chunk, and more after it was read', async () => {
    const large = 'y'.repeat(300_000);
    const many = Array.from({ length: 400 }, (_, index) => [`row ${index}`, 'z'.repeat(3_000)]);
    await spool.add(many);
    await spool.add([[large], ...ROWS]);
    const first = await decoded(spool.read());
    expect(first).toEqual([...many, [large], ...TEXTS]);
    await spool.add([['last']]);
    expect(await decoded(spool.read())).toEqual([...first, ['last']]);
  });

  it('writes a vector as pgvector reads it, whatever its place in memory', async () => {
    const window = Float32Array.of(9, 1, -0.5, 9).subarray(1, 3);
    await spool.add([['odd', window]]);
    for await (const [, vector] of decodeRows(spool.read())) {
      expect(vector?.toString('hex')).toBe('00020000' + '3f800000' + 'bf000000');
    }
    expect.assertions(1);
  });
});
