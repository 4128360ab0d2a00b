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
  /** Those that the path is served with. */
  readonly methods: readonly string[];
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
  const known = refusedUpload(error as FastifyFailure, facts) ?? refusedRequest(error, facts);
  if (known !== null) {
    return known;
  }
  const translated = translatePostgresError(error, describeConnection(facts.databaseUrl));
  return translated instanceof DomainError
    ? translated
    : new DomainError(httpErrors.internal, { correlationId }, { cause: error });
}

/** The multipart plugin throws inside the route, with its codes. */
function refusedUpload({ code, cause }: FastifyFailure, facts: RequestFacts): DomainError | null {
  switch (code) {
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new DomainError(httpErrors.media_type_unsupported, { expected: 'multipart/form-data' }, { cause });
    case 'FST_REQ_FILE_TOO_LARGE':
      return new DomainError(httpErrors.body_too_large, { limit: facts.bodyLimit }, { cause });
    default:
      return null;
  }
}

/** What Fastify and the router refuse before a route runs reaches us as an HttpException with the status alone. */
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
