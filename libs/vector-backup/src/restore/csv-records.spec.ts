import { describe, expect, it } from '@jest/globals';
import { csvRecords, parseCsvRecord, renderCsvRecord } from './csv-records.js';

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

const CSV = Buffer.from('a,b\r\n1,"two ""quoted""\nlines, and\r\nmore"\n,""\n"中文🚀",x');
const RECORDS = ['a,b\r\n', '1,"two ""quoted""\nlines, and\r\nmore"\n', ',""\n', '"中文🚀",x'];

describe('csvRecords', () => {
  it.each([1, 2, 3, 5, 7, 1000])('cuts at line ends outside of quotes, read %d bytes at a time', async (size) => {
    const records: string[] = [];
    for await (const record of csvRecords(piecesOf(CSV, size))) {
      records.push(record.toString());
    }
    expect(records).toEqual(RECORDS);
  });

  it('refuses a file that ends inside of quotes', async () => {
    const read = async (): Promise<void> => {
      for await (const _ of csvRecords(piecesOf(CSV.subarray(0, 20), 4))) {
        // only the end matters
      }
    };
    await expect(read()).rejects.toThrow('ends inside');
  });

  it('tells NULL from the empty text', () => {
    expect(RECORDS.map((record) => parseCsvRecord(Buffer.from(record)))).toEqual([
      ['a', 'b'],
      ['1', 'two "quoted"\nlines, and\r\nmore'],
      [null, ''],
      ['中文🚀', 'x'],
    ]);
    expect(renderCsvRecord([null, '', 'say "x"'])).toBe(',"","say ""x"""\n');
  });

  it('refuses text after a quoted field', () => {
    expect(() => parseCsvRecord(Buffer.from('"a"b,c\n'))).toThrow(SyntaxError);
  });
});
