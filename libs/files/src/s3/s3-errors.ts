import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '../errors.js';

interface S3Failure {
  readonly name: string;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** True for an SDK error about a missing object. */
export function isMissing(error: unknown): boolean {
  const { name } = error as S3Failure;
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** Whether the object is not the one that the condition of the request names. */
export function isOutdated(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.cause : error;
  const status = (cause as S3Failure | undefined)?.$metadata?.httpStatusCode;
  return status === 412 || status === 409;
}

/** Errors for an unknown upload: it was completed or aborted before. */
export function isUnknownUpload(error: unknown): boolean {
  const cause = error instanceof DomainError ? error.cause : error;
  return (cause as S3Failure | undefined)?.name === 'NoSuchUpload';
}

/** Translates errors of the SDK. Its messages stay out of the answer: some repeat the access key. */
export function translateS3Error(error: unknown, bucket: string): unknown {
  const { name, code, $metadata: metadata } = error as S3Failure;
  if (error instanceof DomainError || (metadata === undefined && typeof code !== 'string' && !isCredentials(name))) {
    return error;
  }
  const what = [typeof code === 'string' ? code : name, metadata?.httpStatusCode].filter(Boolean).join(' ');
  return new DomainError(fileErrors.storage_unavailable, { reason: `s3://${bucket}: ${what}` }, { cause: error });
}

function isCredentials(name: string): boolean {
  return name === 'CredentialsProviderError' || name === 'TimeoutError';
}
