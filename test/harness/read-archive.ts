import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { fromBufferPromise } from 'yauzl';

/** Name → text of every file, as a reader that did not write the archive sees it. */
export async function readArchive(format: 'zip' | 'tar.gz', bytes: Buffer): Promise<Record<string, string>> {
  return format === 'zip' ? readZip(bytes) : readTar(bytes);
}

async function readZip(bytes: Buffer): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  const zip = await fromBufferPromise(bytes);
  for await (const file of zip.eachEntry()) {
    contents[file.fileName] = (await buffer(await zip.openReadStreamPromise(file))).toString('utf8');
  }
  return contents;
}

async function readTar(bytes: Buffer): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  const tar = extract();
  tar.on('entry', (header, stream, next) => {
    void buffer(stream).then((content) => {
      contents[header.name] = content.toString('utf8');
      next();
    });
  });
  await pipeline(Readable.from([bytes]), createGunzip(), tar);
  return contents;
}
