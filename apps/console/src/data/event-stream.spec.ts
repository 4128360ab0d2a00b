import { describe, expect, it } from '@jest/globals';
import { readEvents } from './event-stream.js';

/** The text in chunks of so many bytes: characters and events are cut anywhere. */
function streamOf(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) {
        controller.close();
      } else {
        controller.enqueue(bytes.slice(at, (at += size)));
      }
    },
  });
}

async function eventsOf(text: string, size: number) {
  const events = [];
  for await (const event of readEvents(streamOf(text, size))) {
    events.push(event);
  }
  return events;
}

describe('readEvents', () => {
  const text =
    'retry: 2000\n\n: heartbeat\n\nid: 1-\nevent: log\ndata: {"message":"服务区"}\n\nid: 2-end\nevent: end\ndata: {}\n\n';

  it.each([1, 7, 1_000])('reads events of chunks of %i bytes, and leaves comments out', async (size) => {
    expect(await eventsOf(text, size)).toEqual([
      { id: '1-', type: 'log', text: '{"message":"服务区"}' },
      { id: '2-end', type: 'end', text: '{}' },
    ]);
  });

  it('leaves out an event that was cut off', async () => {
    expect(await eventsOf(`${text}id: 3\nevent: log\ndata: {`, 16)).toHaveLength(2);
  });
});
