import { HttpException } from '@nestjs/common';
import { translateStorageFailure } from '#libs/data-directory';
import { DomainError } from '#libs/domain-errors';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { httpErrors } from './errors.js';

/** Of a part between slashes, decoded: the longest file name in a sub-folder has to fit. */
export const MAX_PATH_PART_LENGTH = 2_000;

interface FastifyFailure extends Error {
  readonly code?: string;
  readonly statusCode?: number;
}

interface RequestFacts {
  readonly method: string;
  readonly path: string;
  /** HTTP methods that the path supports. */
  readonly methods: readonly string[];
  readonly bodyLimit: number;
  readonly databaseUrl: string;
}

/**
 * Translates the error that ended a request to a DomainError: from the parser, the router or the database.
 * Unexpected errors become `internal`.
 */
export function translateError(error: unknown, facts: RequestFacts, correlationId: string): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  const known =
    refusedPath(error as FastifyFailure) ??
    refusedUpload(error as FastifyFailure, facts) ??
    refusedRequest(error, facts);
  if (known !== null) {
    return known;
  }
  const translated = translatePostgresError(translateStorageFailure(error), describeConnection(facts.databaseUrl));
  return translated instanceof DomainError
    ? translated
    : new DomainError(httpErrors.internal, { correlationId }, { cause: error });
}

/** The router throws before a route matches. */
function refusedPath({ code, cause }: FastifyFailure): DomainError | null {
  switch (code) {
    case 'FST_ERR_BAD_URL':
      return new DomainError(httpErrors.path_malformed, {}, { cause });
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new DomainError(httpErrors.path_too_long, { limit: MAX_PATH_PART_LENGTH }, { cause });
    default:
      return null;
  }
}

/** The multipart plugin throws inside the route, with its codes. */
function refusedUpload({ code, cause }: FastifyFailure, facts: RequestFacts): DomainError | null {
  switch (code) {
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new DomainError(httpErrors.media_type_unsupported, { expected: 'multipart/form-data' }, { cause });
    case 'FST_REQ_FILE_TOO_LARGE':
      return new DomainError(httpErrors.body_too_large, { limit: facts.bodyLimit }, { cause });
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PARTS_LIMIT':
      return new DomainError(httpErrors.form_parts_too_many, {}, { cause });
    default:
      return null;
  }
}

/** Refusals of Fastify and the router before a route runs: an HttpException with the status alone. */
function refusedRequest(error: unknown, facts: RequestFacts): DomainError | null {
  const status = error instanceof HttpException ? error.getStatus() : (error as FastifyFailure).statusCode;
  if (status === undefined || status < 400 || status >= 500) {
    return null;
  }
  const options = { cause: error };
  switch (status) {
    case 404:
      if (facts.methods.length > 0 && !facts.methods.includes(facts.method)) {
        return new DomainError(
          httpErrors.method_not_allowed,
          { method: facts.method, path: facts.path, allowed: facts.methods.join(', ') },
          { ...options, details: { allowed_methods: facts.methods } },
        );
      }
      return new DomainError(httpErrors.route_not_found, { method: facts.method, path: facts.path }, options);
    case 413:
      return new DomainError(httpErrors.body_too_large, { limit: facts.bodyLimit }, options);
    case 415:
      return new DomainError(httpErrors.media_type_unsupported, { expected: 'application/json' }, options);
    default:
      return new DomainError(
        httpErrors.request_invalid,
        { problems: error instanceof Error ? error.message : '' },
        options,
      );
  }
}
