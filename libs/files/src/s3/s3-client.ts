import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '#libs/config';
import type { StorageWaits } from '../storage/storage-waits.js';

export interface S3Library {
  readonly sdk: typeof import('@aws-sdk/client-s3');
  readonly client: S3Client;
}

/** Loads the SDK and makes a client of it; nothing is sent yet. */
export async function openClient(config: S3Config, waits: StorageWaits): Promise<S3Library> {
  const sdk = await import('@aws-sdk/client-s3');
  const { endpoint, region, pathStyle, credentials } = config;
  const client = new sdk.S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: waits.attempts,
    // The product hashes and compares everything that it reads.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Servers other than Amazon's refuse the checksums of newer SDKs, or the chunks that carry them.
    ...(endpoint === null ? {} : { requestChecksumCalculation: 'WHEN_REQUIRED' as const }),
    requestHandler: { connectionTimeout: waits.connectMs, socketTimeout: waits.idleMs },
    ...(endpoint === null ? {} : { endpoint }),
    ...(credentials === null
      ? {}
      : {
          credentials: {
            accessKeyId: credentials.accessKeyId,
            secretAccessKey: credentials.secretAccessKey,
            ...(credentials.sessionToken === null ? {} : { sessionToken: credentials.sessionToken }),
          },
        }),
  });
  return { sdk, client };
}
