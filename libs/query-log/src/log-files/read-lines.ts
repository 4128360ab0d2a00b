import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MAX_STATEMENT_CHARACTERS, type ReadOptions } from '../logged-statement.js';

/** Characters of a line that are kept: a statement and what the log writes around it. */
const MAX_LINE = MAX_STATEMENT_CHARACTERS + 10_000;
/** Bytes that tell the encoding. */
const PROBE = 65_536;

/**
 * The lines of a text of any size, in little memory: gzip or plain, UTF-8, UTF-16 or GB 18030. The encoding of a log may
 * change within a file, and values are dropped later, so no byte is refused. Of a line beyond the limit only the first
 * characters are given. A file that breaks off gives what can be read of it.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  { onPassed }: Pick<ReadOptions, 'onPassed'>,
): AsyncGenerator<string> {
  let line = '';
  let isCut = false;
  const append = (text: string): void => {
    if (line.length + text.length > MAX_LINE) {
      isCut = true;
    }
    line += text.slice(0, Math.max(MAX_LINE - line.length, 0));
  };
  const take = (): string => {
    if (isCut) {
      onPassed('too_long');
    }
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
    line = '';
    isCut = false;
    return whole;
  };
  for await (const text of textOf(bytes, onPassed)) {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      append(text.slice(start, end));
      yield take();
      start = end + 1;
    }
    append(text.slice(start));
  }
  if (line !== '') {
    yield take();
  }
}

async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  onPassed: ReadOptions['onPassed'],
): AsyncGenerator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let held = Buffer.alloc(0);
  for await (const piece of unpacked(bytes, onPassed)) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    if (decoder === null && held.length < PROBE) {
      continue;
    }
    decoder ??= new TextDecoder(encodingOf(held));
    yield decoder.decode(held, { stream: true });
    held = Buffer.alloc(0);
  }
  decoder ??= new TextDecoder(encodingOf(held));
  yield decoder.decode(held);
}

/** @throws what the source throws; a damaged gzip file ends early */
async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  onPassed: ReadOptions['onPassed'],
): AsyncGenerator<Uint8Array, void> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) {
    return;
  }
  const failures: Error[] = [];
  const all = (async function* () {
    yield first.value;
    try {
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
        yield next.value;
      }
    } catch (error) {
      failures.push(error as Error);
    }
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* all;
  } else {
    try {
      const unzip = createGunzip();
      // The reader of the stream gets the error.
      pipeline(Readable.from(all), unzip, () => undefined);
      yield* unzip as AsyncIterable<Uint8Array>;
    } catch {
      onPassed('damaged');
    }
  }
  const [failure] = failures;
  if (failure) {
    throw failure;
  }
}

function encodingOf(start: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && first !== undefined && second === 0)) {
    return 'utf-16le';
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)) {
    return 'utf-16be';
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}
