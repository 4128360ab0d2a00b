import { DomainError, type ErrorKind } from '#libs/domain-errors';

/** Kinds of failure that another try can cure. Everything else, a bug included, is final at once. */
const TRANSIENT: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'rate_limited']);

/** The one place that decides whether a failed job is tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof DomainError && TRANSIENT.has(error.kind);
}
