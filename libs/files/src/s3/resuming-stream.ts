import { addAbortSignal, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionReason, DomainError } from '#libs/domain-errors';
import { fileErrors } from '../errors.js';

/** A part of an object as the server sends it. */
export interface OpenedPart {
  readonly body: Readable;
  /** Bytes that the stream delivers. */
  readonly length: number;
  readonly etag: string;
}

const HIGH_WATER_BYTES = 1024 * 1024;
/** Failures in a row, without a byte between them, until the stream gives up. */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;

/**
 * A stream that resumes after a broken connection. Every part must be of the same object: if the object was replaced,
 * the stream fails instead of mixing two versions.
 * @param start position of the first byte
 * @param open requests the bytes from a position on; throws DomainErrors for permanent errors
 */
export function resumingStream(
  open: (from: number, signal: AbortSignal, etag: string | undefined) => Promise<OpenedPart>,
  start: number,
): Readable {
  const closed = new AbortController();
  const stream = Readable.from(pieces(open, start, closed.signal), {
    objectMode: false,
    highWaterMark: HIGH_WATER_BYTES,
  });
  // Otherwise the end of the stream would wait for the next bytes, which may never come.
  const destroy = stream._destroy.bind(stream);
  stream._destroy = (error, callback) => {
    closed.abort();
    destroy(error, callback);
  };
  return stream;
}

async function* pieces(
  open: (from: number, signal: AbortSignal, etag: string | undefined) => Promise<OpenedPart>,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let at = start;
  let end: number | undefined;
  let etag: string | undefined;
  for (let failures = 0; ;) {
    const part = await open(at, signal, etag);
    end ??= at + part.length;
    etag ??= part.etag;
    if (part.etag !== etag || at + part.length !== end) {
      part.body.destroy();
      throw new DomainError(fileErrors.storage_unavailable, {
        reason: { zh: '读取期间对象被替换', en: 'the object was replaced while it was read' },
      });
    }
    let failure: unknown = new Error('the connection ended early');
    try {
      for await (const chunk of addAbortSignal(signal, part.body) as AsyncIterable<Buffer>) {
        at += chunk.length;
        failures = 0;
        yield chunk;
      }
    } catch (error) {
      failure = error;
    }
    if (at >= end || signal.aborted) {
      return;
    }
    failures += 1;
    if (failures >= ATTEMPTS) {
      throw new DomainError(fileErrors.storage_unavailable, { reason: connectionReason(failure) }, { cause: failure });
    }
    await sleep(FIRST_PAUSE_MS * 2 ** (failures - 1), undefined, { signal });
  }
}
