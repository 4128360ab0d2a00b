import type { VectorOperationError } from '#libs/database';
import { DomainError, errorText, type ErrorKind } from '#libs/domain-errors';
import type { JsonObject } from '#libs/pipeline';
import { redactSecrets } from '#libs/redaction';
import { vectorBackupErrors } from '../errors.js';

/** The error as its row keeps it: finished sentences without secrets. */
export function storedError(error: DomainError): VectorOperationError {
  return {
    code: error.code,
    kind: error.kind,
    zh: redactSecrets(errorText(error, 'zh')),
    en: redactSecrets(errorText(error, 'en')),
    shown: error.definition.shown ?? false,
    details: JSON.parse(JSON.stringify(error.details)) as JsonObject,
  };
}

/** The error as the worker threw it, for the request that waits for it. */
export function thrownError({ code, kind, zh, en, shown, details }: VectorOperationError): DomainError {
  return new DomainError({ code, kind: kind as ErrorKind, zh, en, shown }, {}, { details });
}

/** A refused login to the configured database is not the client's mistake: the client sees a failed connection. */
export function asConfigured(error: DomainError): DomainError {
  return error.code === vectorBackupErrors.vector_login_refused.code
    ? new DomainError(
        vectorBackupErrors.vector_database_unreachable,
        {},
        {
          cause: error.cause,
          details: { ...error.details, ...error.params },
        },
      )
    : error;
}
