import type { VectorOperationError } from '#libs/database';
import { DomainError, errorText, type ErrorKind } from '#libs/domain-errors';
import { inEveryLanguage, type Text } from '#libs/language';
import { toJsonObject } from '#libs/pipeline';
import { redactSecrets } from '#libs/redaction';
import { vectorBackupErrors } from '../errors.js';

/** The error as its row keeps it: finished sentences without secrets. */
export function storedError(error: DomainError): VectorOperationError {
  return {
    code: error.code,
    kind: error.kind,
    ...finishedSentences(error),
    shown: error.definition.shown ?? false,
    details: toJsonObject(error.details),
  };
}

/** What the error says in each language, without secrets. */
export function finishedSentences(error: DomainError): Text {
  return inEveryLanguage((language) => redactSecrets(errorText(error, language)));
}

/** The error as the worker threw it, for the request that waits for it. */
export function thrownError({ kind, details, ...stored }: VectorOperationError): DomainError {
  return new DomainError({ ...stored, kind: kind as ErrorKind }, {}, { details });
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
