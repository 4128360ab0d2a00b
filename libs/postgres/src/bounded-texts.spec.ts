import { describe, expect, it } from '@jest/globals';
import { BoundedTexts } from './bounded-texts.js';

function message(type: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body as string);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

/** Passes the bytes on in chunks of a size. */
function passed(bytes: Buffer, chunk: number): Buffer {
  const texts = new BoundedTexts();
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    out.push(...texts.push(bytes.subarray(at, at + chunk)));
  }
  return Buffer.concat(out);
}

const ROW = message('D', Buffer.alloc(100_000, 1));
const READY = message('Z', 'I');
const long = (type: string, ...fields: string[]) => message(type, `${fields.map((text) => `${text}\0`).join('')}\0`);

describe('BoundedTexts', () => {
  it.each([1, 2, 7, 1000, 1_000_000])('passes rows and short texts unchanged, in chunks of %i bytes', (chunk) => {
    const bytes = Buffer.concat([ROW, long('E', 'SERROR', 'C22P02', 'Mshort'), READY, long('N', 'Mnote'), READY]);
    expect(passed(bytes, chunk).equals(bytes)).toBe(true);
  });

  it.each([1, 3, 4096, 65_536, 10_000_000])('cuts every field of a long text, in chunks of %i bytes', (chunk) => {
    const [body, detail] = ['x'.repeat(200_000), 'y'.repeat(50_000)];
    const bytes = Buffer.concat([READY, long('E', 'SERROR', 'C22P02', `M${body}`, `D${detail}`, 'P12', 'Fint.c'), ROW]);
    const expected = long(
      'E',
      'SERROR',
      'C22P02',
      `M${body.slice(0, 1023)}`,
      `D${detail.slice(0, 1023)}`,
      'P12',
      'Fint.c',
    );
    expect(passed(bytes, chunk).equals(Buffer.concat([READY, expected, ROW]))).toBe(true);
  });

  it('bounds a text of very many fields too', () => {
    const fields = Array.from({ length: 1000 }, (_, index) => `M${index}${'x'.repeat(2000)}`);
    const out = passed(Buffer.concat([long('N', ...fields), READY]), 65_536);
    expect(out.length).toBeLessThan(20_000);
    expect(out.readUInt32BE(1)).toBe(out.length - READY.length - 1);
    expect(out.subarray(-READY.length).equals(READY)).toBe(true);
  });
});
