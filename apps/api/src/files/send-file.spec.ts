import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { sendFile, type SendableFile } from './send-file.js';

/** A file that has grown since its size was read. */
function growingLog(content: string, size: number): SendableFile {
  return {
    name: 'data_pipeline.log',
    size,
    modifiedAt: new Date(0),
    sha256: null,
    contentType: 'text/plain; charset=utf-8',
    stream: (range) => Readable.from([Buffer.from(content).subarray(range?.start, range && range.end + 1)]),
  };
}

async function sent(file: SendableFile, range?: string): Promise<{ length: unknown; content: string }> {
  const server = fastify();
  server.get('/', (request, reply) => sendFile(file, request, reply));
  const { headers, body } = await server.inject({ url: '/', headers: range === undefined ? {} : { range } });
  return { length: Number(headers['content-length']), content: body };
}

describe('sendFile', () => {
  it('sends as much as it says, also of a file that grows', async () => {
    expect(await sent(growingLog('one\ntwo\n', 4))).toEqual({ length: 4, content: 'one\n' });
  });

  it('sends the range of bytes that is asked for', async () => {
    expect(await sent(growingLog('one\ntwo\n', 8), 'bytes=4-6')).toEqual({ length: 3, content: 'two' });
  });

  it.each(['lines=1-2', 'lines=900-', 'items=0-0', '0-1', 'bytesx=0-1'])(
    'ignores the range %s, whose unit it does not know',
    async (range) => {
      expect(await sent(growingLog('one\ntwo\n', 8), range)).toEqual({ length: 8, content: 'one\ntwo\n' });
    },
  );

  it('sends an empty file', async () => {
    expect(await sent(growingLog('', 0))).toEqual({ length: 0, content: '' });
  });
});
