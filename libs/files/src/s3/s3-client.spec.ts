import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '#libs/config';
import { LONG_STORAGE_WAITS } from '../storage/storage-waits.js';
import { openClient } from './s3-client.js';

interface SentRequest {
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The request that a client would send to put an object; nothing is sent. */
async function putBy(url: string): Promise<SentRequest> {
  const { storage } = loadConfig({ STORAGE_URL: url, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  if (storage.kind !== 's3') {
    throw new Error('expected a bucket');
  }
  const { sdk, client } = await openClient(storage, LONG_STORAGE_WAITS);
  let sent: SentRequest | undefined;
  client.middlewareStack.addRelativeTo(
    () => async (args: { readonly request: unknown }) => {
      sent = args.request as SentRequest;
      return { response: { statusCode: 200, headers: {} }, output: { $metadata: {} } };
    },
    { name: 'capture', relation: 'after', toMiddleware: 'httpSigningMiddleware' },
  );
  await client.send(new sdk.PutObjectCommand({ Bucket: storage.bucket, Key: 'a/b', Body: Buffer.from('x') }));
  if (sent === undefined) {
    throw new Error('no request was made');
  }
  return sent;
}

describe('a bucket', () => {
  it.each([
    ['s3://files/p?region=eu-central-1', 'files.s3.eu-central-1.amazonaws.com', '/a/b'],
    ['s3://files/p?endpoint=http://minio:9000', 'minio', '/files/a/b'],
    [
      's3://files/p?endpoint=https://s3.oss-cn-hangzhou.aliyuncs.com&region=cn-hangzhou&path_style=false',
      'files.s3.oss-cn-hangzhou.aliyuncs.com',
      '/a/b',
    ],
    [
      's3://files-1250000000/p?endpoint=https://cos.ap-guangzhou.myqcloud.com&region=ap-guangzhou&path_style=false',
      'files-1250000000.cos.ap-guangzhou.myqcloud.com',
      '/a/b',
    ],
  ])('%s is addressed as its server expects', async (url, hostname, path) => {
    const sent = await putBy(url);
    expect([sent.hostname, sent.path]).toEqual([hostname, path]);
  });

  it('of another server than Amazon gets no checksums that it may not know, and the hash of the content', async () => {
    const { headers } = await putBy('s3://files?endpoint=https://cos.ap-guangzhou.myqcloud.com&path_style=false');
    const names = Object.keys(headers);
    expect(names.filter((name) => /checksum|content-encoding|trailer/i.test(name))).toEqual([]);
    expect(headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
  });
});
