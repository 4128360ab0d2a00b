export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly text: string;
}

/** The events of a `text/event-stream`. Comments, and the proposed time of a reconnection, are left out. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const blocks = (rest + part.value).split('\n\n');
      rest = blocks.pop() ?? '';
      yield* blocks.map(parseEvent).filter((event) => event !== null);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): StreamedEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      fields.set(name, [fields.get(name), value].filter((text) => text !== undefined).join('\n'));
    }
  }
  const type = fields.get('event');
  return type === undefined ? null : { id: fields.get('id') ?? '', type, text: fields.get('data') ?? '' };
}
