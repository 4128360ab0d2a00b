/** The bytes are neither UTF-8 nor UTF-16. */
export class UndecodableText extends Error {}

type Decoder = InstanceType<typeof TextDecoder>;

/** Bytes that suffice to detect the encoding. */
const PROBE = 4;

/** A text of any size, piece by piece, in UTF-8 or UTF-16; a byte order mark is dropped. @throws UndecodableText */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | null = null;
  let held = Buffer.alloc(0);
  for await (const piece of bytes) {
    held = Buffer.concat([held, piece]);
    if (decoder === null && held.length < PROBE) {
      continue;
    }
    decoder ??= new TextDecoder(encodingOf(held), { fatal: true });
    yield decode(decoder, held, true);
    held = Buffer.alloc(0);
  }
  yield decode(decoder ?? new TextDecoder(encodingOf(held), { fatal: true }), held, false);
}

function decode(decoder: Decoder, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch (cause) {
    throw new UndecodableText('neither UTF-8 nor UTF-16', { cause });
  }
}

/** Files of ours begin with ASCII, so a zero byte at the beginning is half of a UTF-16 unit. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return 'utf-16le';
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8';
}
