import { types } from 'node:util';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '#libs/files';
import { postgresErrors, translatePostgresError } from '#libs/postgres';
import { isRetryable } from '#libs/queue';
import { vectorBackupErrors } from '../errors.js';

/** Errors of the disk that an operator has to fix; a retry may then succeed. */
const STORAGE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ENOTDIR']);

/** SQLSTATEs of tables that changed during the operation. */
const ALTERED = /^(42P01|42703|42804|42704|0A000|40001|40P01|XX000)$/;

/**
 * Translates errors of the vector database.
 * @param database a name that may be shown, without a password
 * @param connected false while the connection is being made: then the connection settings are what to look at
 */
export function translateVectorError(error: unknown, database: string, connected: boolean): Error {
  const storage = translateStorageError(error);
  if (storage instanceof DomainError) {
    return storage;
  }
  const translated = translatePostgresError(error, database);
  if (!(translated instanceof DomainError)) {
    return translated;
  }
  const options = { cause: translated.cause };
  const { reason = '' } = translated.params;
  const { code: sqlstate = '' } = error as { readonly code?: string };
  switch (translated.code) {
    case postgresErrors.database_login_failed.code:
    case postgresErrors.database_not_found.code:
      return new DomainError(vectorBackupErrors.vector_login_refused, { database }, options);
    case postgresErrors.database_unreachable.code:
      return connected
        ? new DomainError(vectorBackupErrors.vector_connection_lost, { database, reason }, options)
        : new DomainError(
            vectorBackupErrors.vector_database_unreachable,
            {},
            { cause: translated.cause, details: { database } },
          );
    case postgresErrors.database_permission_denied.code:
      return new DomainError(vectorBackupErrors.vector_permission_denied, { database, reason }, options);
    case postgresErrors.database_busy.code:
      return ALTERED.test(sqlstate)
        ? new DomainError(vectorBackupErrors.vector_tables_changed, { reason }, options)
        : translated;
    default:
      return ALTERED.test(sqlstate)
        ? new DomainError(vectorBackupErrors.vector_tables_changed, { reason }, options)
        : new DomainError(vectorBackupErrors.vector_operation_failed, { sqlstate, reason }, options);
  }
}

/**
 * Whether a service was out of reach. `vector_database_unreachable` also means a refused login, and
 * `vector_connection_lost` a connection that ended, so their causes decide.
 */
export function isOutage(error: DomainError): boolean {
  const { vector_connection_lost: lost, vector_database_unreachable: unreachable } = vectorBackupErrors;
  return isRetryable(
    error.code === lost.code || error.code === unreachable.code ? translatePostgresError(error.cause, '') : error,
  );
}

/** Translates errors of the storage; other errors pass unchanged. */
export function translateStorageError(error: unknown): unknown {
  if (error instanceof DomainError) {
    return error.code === fileErrors.storage_unavailable.code
      ? new DomainError(vectorBackupErrors.vector_storage_failed, error.params, { cause: error.cause })
      : error;
  }
  const code = types.isNativeError(error) ? ((error as NodeJS.ErrnoException).code ?? '') : '';
  return STORAGE.has(code) && (error as NodeJS.ErrnoException).syscall !== 'connect'
    ? new DomainError(vectorBackupErrors.vector_storage_failed, { reason: code }, { cause: error })
    : error;
}
