import { HttpException } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { httpErrors } from './errors.js';

interface FastifyFailure extends Error {
  readonly code?: string;
  readonly statusCode?: number;
}

interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly bodyLimit: number;
  readonly databaseUrl: string;
}

/**
 * Makes a DomainError of whatever ended a request: errors of Fastify's parser, of Nest's router, of the database.
 * What nobody foresaw becomes `internal`.
 */
export function translateError(error: unknown, facts: RequestFacts, correlationId: string): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  const known = fromFastify(error as FastifyFailure, facts) ?? fromNest(error, facts);
  if (known !== null) {
    return known;
  }
  const translated = translatePostgresError(error, describeConnection(facts.databaseUrl));
  return translated instanceof DomainError
    ? translated
    : new DomainError(httpErrors.internal, { correlationId }, { cause: error });
}

function fromFastify(error: FastifyFailure, facts: RequestFacts): DomainError | null {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new DomainError(httpErrors.media_type_unsupported, { expected: 'application/json' }, { cause: error });
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new DomainError(httpErrors.media_type_unsupported, { expected: 'multipart/form-data' }, { cause: error });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new DomainError(httpErrors.body_too_large, { limit: facts.bodyLimit }, { cause: error });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new DomainError(httpErrors.body_malformed, {}, { cause: error });
    default:
      return error instanceof SyntaxError ? new DomainError(httpErrors.body_malformed, {}, { cause: error }) : null;
  }
}

function fromNest(error: unknown, facts: RequestFacts): DomainError | null {
  const status = error instanceof HttpException ? error.getStatus() : (error as FastifyFailure).statusCode;
  if (status === undefined || status < 400 || status >= 500) {
    return null;
  }
  if (status === 404) {
    return new DomainError(httpErrors.route_not_found, { method: facts.method, path: facts.path }, { cause: error });
  }
  const problems = error instanceof Error ? error.message : '';
  return new DomainError(httpErrors.request_invalid, { problems }, { cause: error });
}
