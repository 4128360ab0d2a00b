import { types } from 'node:util';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';

/**
 * Translates errors of the server about loaded data; other errors pass unchanged.
 * Its `detail` names keys and values, which belong to the client's own backup.
 */
export function translateLoadError(error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof DomainError) {
    return error;
  }
  const { code = '', detail } = error as Error & { code?: string; detail?: string };
  const reason = (detail ?? error.message).slice(0, 300);
  const options = { cause: error };
  if (code === '23505') {
    return new DomainError(vectorBackupErrors.vector_restore_conflict, { reason }, options);
  }
  if (code === '23503' || code === '23502' || code === '23514' || code === '42804') {
    return new DomainError(vectorBackupErrors.vector_restore_shape, { reason }, options);
  }
  if (/dimensions/.test(error.message) && code.startsWith('22')) {
    return new DomainError(vectorBackupErrors.vector_restore_dimensions, { reason }, options);
  }
  // 08P01: a value of COPY BINARY that is none of its type.
  return code.startsWith('22') || code === '08P01'
    ? new DomainError(vectorBackupErrors.vector_restore_rejected, { reason }, options)
    : error;
}
