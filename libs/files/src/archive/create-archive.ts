import { once } from 'node:events';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import type { OpenedFile } from '../file-store.js';
import type { ArchiveFormat } from './archive-format.js';

/** One file of an archive; it is opened when its turn comes and read once. */
export interface ArchiveEntry {
  /** Path inside the archive, with `/`. */
  readonly path: string;
  /** As listed. The size at opening is the one that counts. */
  readonly size: number;
  readonly modifiedAt: Date;
  readonly open: () => Promise<OpenedFile>;
}

/** ZIP's classic fields end at 4 GiB; entries that come near get the 64-bit ones from the start. */
const ZIP64_FROM = 0xf000_0000;
const MODE = 0o644;

/**
 * An archive as a stream: one file is open at a time, and memory does not grow with their sizes. Destroying the stream
 * closes everything; a file that cannot be read ends it with that error, so a part is never taken for the whole.
 */
export function createArchive(format: ArchiveFormat, entries: readonly ArchiveEntry[]): Readable {
  const archive = format === 'zip' ? zip(entries) : tarGz(entries);
  // A file may fail before the reader listens, and an error without a listener ends the process. The stream keeps it.
  archive.on('error', () => undefined);
  return archive;
}

function zip(entries: readonly ArchiveEntry[]): Readable {
  const file = new ZipFile();
  const output = file.outputStream as Readable;
  let current: Readable | null = null;
  file.on('error', (error: Error) => output.destroy(error));
  output.on('close', () => current?.destroy());
  for (const { path, size, modifiedAt, open } of entries) {
    const options = { mtime: modifiedAt, mode: MODE, forceZip64Format: size >= ZIP64_FROM };
    file.addReadStreamLazy(path, options, (give) => {
      open().then(
        ({ stream }) => {
          current = stream;
          stream.on('error', (error) => output.destroy(error));
          if (output.destroyed) {
            stream.destroy();
          } else {
            give(null, stream);
          }
        },
        (error: Error) => output.destroy(error),
      );
    });
  }
  file.end();
  return output;
}

function tarGz(entries: readonly ArchiveEntry[]): Readable {
  const tar = pack();
  const gzip = createGzip();
  const closed = new AbortController();
  gzip.on('close', () => closed.abort());
  // Errors reach the reader through `gzip`, which the pipeline destroys with them.
  pipeline(tar, gzip, () => undefined);
  tar.on('error', () => undefined);
  fillTar(tar, entries, closed.signal).then(
    () => tar.finalize(),
    (error: Error) => tar.destroy(error),
  );
  return gzip;
}

async function fillTar(tar: Pack, entries: readonly ArchiveEntry[], signal: AbortSignal): Promise<void> {
  for (const { path, open } of entries) {
    signal.throwIfAborted();
    const { size, modifiedAt, stream } = await open();
    const sink = tar.entry({ name: path, size, mtime: modifiedAt, mode: MODE });
    // The loop throws the error of `stream`; a stream that is left early also emits AbortError.
    stream.on('error', () => undefined);
    sink.on('error', () => undefined);
    const finished = once(sink, 'finish', { signal });
    // Awaited below; an abort before that is reported there too.
    finished.catch(() => undefined);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      if (!sink.write(chunk)) {
        await once(sink, 'drain', { signal });
      }
    }
    sink.end(undefined);
    await finished;
  }
}
