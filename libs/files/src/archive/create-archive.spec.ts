import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/harness/eventually.js';
import { readArchive } from '../../../../test/harness/read-archive.js';
import type { ArchiveFormat } from './archive-format.js';
import { createArchive } from './create-archive.js';

const MODIFIED = new Date('2025-07-01T06:30:52Z');

function entry(path: string, content: string | Buffer) {
  const bytes = Buffer.from(content);
  return {
    path,
    size: bytes.byteLength,
    modifiedAt: MODIFIED,
    open: async () => ({ size: bytes.byteLength, modifiedAt: MODIFIED, stream: Readable.from([bytes]) }),
  };
}

function brokenStream(message: string): Readable {
  return new Readable({
    read() {
      this.destroy(new Error(message));
    },
  });
}

describe.each<ArchiveFormat>(['zip', 'tar.gz'])('createArchive as %s', (format) => {
  it('holds every file with its content, whatever its name', async () => {
    const contents = {
      'task_1/empty.txt': '',
      'task_1/问答对_服务区.json': '[{"question":"多少？"}]',
      [`task_1/${'长'.repeat(80)}.md`]: 'x'.repeat(300_000),
      'task_1/vector_bak/data.csv': 'a,b\n1,2\n',
    };
    const archive = createArchive(
      format,
      Object.entries(contents).map(([path, content]) => entry(path, content)),
    );
    expect(await readArchive(format, await buffer(archive))).toEqual(contents);
  });

  it('ends with the error of a file that cannot be read, not with a part of the files', async () => {
    const broken = { ...entry('b', 'bbb'), open: () => Promise.reject(new Error('gone')) };
    await expect(buffer(createArchive(format, [entry('a', 'aaa'), broken]))).rejects.toThrow('gone');
  });

  it('ends with the error of a file that breaks in the middle', async () => {
    const stream = brokenStream('disk failure');
    const broken = { ...entry('b', 'bbb'), open: async () => ({ size: 3, modifiedAt: MODIFIED, stream }) };
    await expect(buffer(createArchive(format, [entry('a', 'aaa'), broken]))).rejects.toThrow('disk failure');
  });

  it.each([
    ['cannot be opened', () => Promise.reject(new Error('gone'))],
    ['breaks in the middle', async () => ({ size: 3, modifiedAt: MODIFIED, stream: brokenStream('gone') })],
  ])('keeps the error of a file that %s for a reader that comes later', async (_, open) => {
    const archive = createArchive(format, [{ ...entry('a', 'aaa'), open }]);
    await eventually(() => expect(archive.destroyed).toBe(true));
    await expect(buffer(archive)).rejects.toThrow('gone');
  });

  it('closes the open file when its reader goes away', async () => {
    const stream = new Readable({
      read() {
        this.push(Buffer.alloc(65_536, Math.floor(Math.random() * 256)));
      },
    });
    const endless = { ...entry('a', ''), open: async () => ({ size: 1e9, modifiedAt: MODIFIED, stream }) };
    const archive = createArchive(format, [{ ...endless, size: 1e9 }]);
    archive.once('data', () => archive.destroy());
    await new Promise((resolve) => stream.on('close', resolve));
    expect(stream.destroyed).toBe(true);
  });
});

describe('createArchive beyond the limits of classic ZIP', () => {
  it('writes the 64-bit form for entries near 4 GiB, and readers find the content', async () => {
    const big = { ...entry('big.csv', 'a,b\n'), size: 5_000_000_000 };
    const bytes = await buffer(createArchive('zip', [big, entry('small.csv', 'c')]));
    // "Version needed to extract" in the first record of the central directory: 45 is that of ZIP64.
    expect(bytes.readUInt16LE(bytes.indexOf('PK\u0001\u0002') + 6)).toBe(45);
    expect(await readArchive('zip', bytes)).toEqual({ 'big.csv': 'a,b\n', 'small.csv': 'c' });
  });
});
