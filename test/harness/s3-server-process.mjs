/**
 * An S3 server on a port of its own, for tests: `@20minutes/s3rver` with what it lacks. Says its port to the parent.
 * Usage: fork(this, [FOLDER, BUCKET])
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import S3rver from '@20minutes/s3rver';

const [directory, bucket] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  directory,
  silent: true,
  configureBuckets: [{ name: bucket }],
  // It cannot check the signatures of requests on the bucket itself as the SDK makes them.
  allowMismatchedSignatures: true,
});
const { store } = server;
const uploadsFolder = store.getResourcePath(bucket, undefined, 'uploads');

/** Multipart uploads can be listed and aborted, and completed only once. */
server.middleware.unshift(async (ctx, next) => {
  if (ctx.method === 'GET' && ctx.query.uploads !== undefined) {
    const uploads = await Promise.all(
      (await readdir(uploadsFolder).catch(() => [])).map(async (id) => ({
        id,
        key: await readFile(join(uploadsFolder, id, 'key'), 'utf8'),
      })),
    );
    const found = uploads.filter(({ key }) => key.startsWith(ctx.query.prefix ?? ''));
    ctx.type = 'application/xml';
    ctx.body = `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${found
      .map(({ id, key }) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`)
      .join('')}</ListMultipartUploadsResult>`;
  } else if (ctx.method === 'DELETE' && ctx.query.uploadId !== undefined) {
    await rm(join(uploadsFolder, ctx.query.uploadId), { recursive: true, force: true });
    ctx.status = 204;
  } else if (ctx.method === 'POST' && ctx.query.uploadId && !existsSync(join(uploadsFolder, ctx.query.uploadId))) {
    ctx.status = 404;
    ctx.type = 'application/xml';
    ctx.body = '<Error><Code>NoSuchUpload</Code><Message>The specified upload does not exist.</Message></Error>';
  } else {
    await next();
  }
});

/** As it is, less the removal of empty folders, into which other requests may be writing. */
store.deleteObject = async (name, key) => {
  for (const resource of ['metadata.json', 'object.md5', 'object']) {
    await unlink(store.getResourcePath(name, key, resource)).catch((error) => {
      if (error.code !== 'ENOENT') {
        throw error;
      }
    });
  }
};

const { port } = await server.run();
process.on('disconnect', () => process.exit());
process.send({ port });
