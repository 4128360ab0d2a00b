import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { decodeText } from '#libs/step-files';

/** Bytes that are decoded at once. */
const PIECE = 1 << 20;
/** Of the bytes beyond ASCII, those with a neighbour beyond ASCII. In GB18030 nearly all; in Latin-1, accents stand alone. */
const LEAST_PAIRED = 0.5;

/** The text of a file in UTF-8, UTF-16 or GB18030, as Excel in Chinese saves CSV. @throws UndecodableText */
export function setText(bytes: Uint8Array): AsyncGenerator<string> {
  return !isUtf8(bytes) && isPaired(bytes) ? gb18030(bytes) : decodeText(Readable.from([bytes]));
}

async function* gb18030(bytes: Uint8Array): AsyncGenerator<string> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  try {
    for (let start = 0; start < bytes.length; start += PIECE) {
      yield decoder.decode(bytes.subarray(start, start + PIECE), { stream: true });
    }
    yield decoder.decode();
  } catch {
    // Not this encoding either: the error is that of the others.
    yield* decodeText(Readable.from([bytes]));
  }
}

function isPaired(bytes: Uint8Array): boolean {
  let [high, paired] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0) {
      // UTF-16.
      return false;
    }
    if (byte > 0x7f) {
      high += 1;
      paired += (bytes[at - 1] ?? 0) > 0x7f || (bytes[at + 1] ?? 0) > 0x7f ? 1 : 0;
    }
  }
  return high > 0 && paired >= high * LEAST_PAIRED;
}
