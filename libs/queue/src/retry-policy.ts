import { DomainError, type ErrorKind } from '#libs/domain-errors';

/** Kinds of failure that another try can cure. Everything else, a bug included, is final at once. */
const TRANSIENT: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'rate_limited']);

/** Kinds of failure that the request or its data cause, or the user wants. The product did its work. */
const OF_USERS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'validation',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'payload_too_large',
  'range_not_satisfiable',
  'unsupported_media_type',
  'cancelled',
]);

/** Whether a job that ended like this is no failure of the product. */
export function isUserError(error: unknown): boolean {
  return error instanceof DomainError && OF_USERS.has(error.kind);
}

/** The one place that decides whether a failed job is tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof DomainError && TRANSIENT.has(error.kind);
}
