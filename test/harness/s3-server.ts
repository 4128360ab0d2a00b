import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

/** A fault of one request: instead of its answer, or in the middle of it. */
export interface S3Fault {
  /** Of method and URL: `PUT /bucket/key?partNumber=2&…`. */
  readonly request: RegExp;
  /** Done before the request goes on. */
  readonly before?: () => Promise<void>;
  /** 500: that status; `hang`: no answer; `cut`: the connection breaks, at once or after so many bytes. */
  readonly answer?: 500 | 'hang' | 'cut' | { readonly cutAfter: number };
  /** How many requests it is for; all when absent. */
  times?: number;
}

export interface S3Server {
  readonly bucket: string;
  /** For `STORAGE_URL`. */
  urlOf(prefix: string): string;
  /** For the environment of a process, in addition to `STORAGE_URL`. */
  readonly credentials: { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };
  /** Tried in order, for each request that comes. */
  readonly faults: S3Fault[];
  /** Every request that came: `PUT /bucket/key?…`. */
  readonly requests: string[];
  keys(prefix: string): Promise<string[]>;
  /** Keys of multipart uploads that are neither completed nor aborted. */
  openUploads(prefix: string): Promise<string[]>;
  stop(): Promise<void>;
}

const BUCKET = 'data-pipeline-test';
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/**
 * An S3 server behind a proxy that brings faults about: a process of its own, or the one of `TEST_S3_ENDPOINT`.
 */
export async function startS3Server(): Promise<S3Server> {
  const external = process.env['TEST_S3_ENDPOINT'];
  const server = external === undefined ? await startProcess() : { endpoint: external, stop: async () => undefined };
  const client = new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });
  if (external !== undefined) {
    await client.send(new CreateBucketCommand({ Bucket: BUCKET })).catch(() => undefined);
  }
  const faults: S3Fault[] = [];
  const requests: string[] = [];
  const proxy = createServer((incoming, answer) => {
    const line = `${incoming.method} ${incoming.url}`;
    requests.push(line);
    const fault = faults.find((each) => each.request.test(line) && (each.times === undefined || each.times > 0));
    if (fault?.times !== undefined) {
      fault.times -= 1;
    }
    void (fault?.before?.() ?? Promise.resolve()).finally(() =>
      answerWith(fault?.answer, incoming, answer, server.endpoint),
    );
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    bucket: BUCKET,
    urlOf: (prefix) => `s3://${BUCKET}/${prefix}?endpoint=http://127.0.0.1:${port}`,
    credentials: CREDENTIALS,
    faults,
    requests,
    keys: async (Prefix) => {
      const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
      return (page.Contents ?? []).map(({ Key = '' }) => Key).sort();
    },
    openUploads: async (Prefix) => {
      const page = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix }));
      return (page.Uploads ?? []).map(({ Key = '' }) => Key).sort();
    },
    stop: async () => {
      client.destroy();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
      await server.stop();
    },
  };
}

async function startProcess(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-s3-'));
  const main = fileURLToPath(new URL('./s3-server-process.mjs', import.meta.url));
  const child = fork(main, [folder, BUCKET], {
    // The tokens of its pages are encrypted with DES.
    execArgv: ['--openssl-legacy-provider'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [message] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`the S3 server ended with ${code} before it was ready`);
    }),
  ])) as [{ port: number }];
  return {
    endpoint: `http://127.0.0.1:${message.port}`,
    stop: async () => {
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answerWith(
  fault: S3Fault['answer'] | undefined,
  incoming: IncomingMessage,
  answer: ServerResponse,
  endpoint: string,
): void {
  if (fault === 'cut') {
    incoming.socket.destroy();
    return;
  }
  if (fault === 'hang') {
    incoming.resume();
    return;
  }
  if (fault === 500) {
    incoming.resume();
    incoming.once('end', () => answer.writeHead(500, { 'content-type': 'application/xml' }).end(INTERNAL_ERROR));
    return;
  }
  const { method, url = '', headers } = incoming;
  const forwarded = request(new URL(url, endpoint), { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    let left = fault === undefined ? Infinity : fault.cutAfter;
    response.on('data', (chunk: Buffer) => {
      if (chunk.length >= left) {
        answer.write(chunk.subarray(0, left), () => answer.destroy());
        response.destroy();
        return;
      }
      left -= chunk.length;
      if (!answer.write(chunk)) {
        response.pause();
        answer.once('drain', () => response.resume());
      }
    });
    response.once('end', () => answer.end());
    answer.once('close', () => response.destroy());
  });
  forwarded.once('error', () => answer.destroy());
  incoming.pipe(forwarded);
}

const INTERNAL_ERROR = '<Error><Code>InternalError</Code><Message>We encountered an internal error</Message></Error>';
