import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendFile, type SendableFile } from './send-file.js';

/** A file of which more is there than was known when its size was asked for. */
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

async function sent(file: SendableFile): Promise<{ length: unknown; content: string }> {
  let stream: Readable | undefined;
  const reply = {
    header: jest.fn(() => reply),
    status: () => reply,
    type: () => reply,
    send: async (payload: Readable) => {
      stream = payload;
    },
  };
  await sendFile(file, { headers: {} } as FastifyRequest, reply as unknown as FastifyReply);
  const calls = reply.header.mock.calls as unknown as [string, unknown][];
  const length = calls.find(([name]) => name === 'content-length')?.[1];
  return { length, content: stream === undefined ? '' : (await buffer(stream)).toString() };
}

describe('sendFile', () => {
  it('sends as much as it says, also of a file that grows', async () => {
    expect(await sent(growingLog('one\ntwo\n', 4))).toEqual({ length: 4, content: 'one\n' });
  });

  it('sends an empty file', async () => {
    expect(await sent(growingLog('', 0))).toEqual({ length: 0, content: '' });
  });
});
