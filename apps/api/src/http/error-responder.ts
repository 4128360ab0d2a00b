import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { errorText, type DomainError } from '#libs/domain-errors';
import { redactSecrets } from '#libs/redaction';
import { httpErrors } from './errors.js';
import { inLanguage } from './in-language.js';
import { RouteTable } from './route-table.js';
import { languageOfRequest } from './language.js';
import { isOpenAiPath, openAiError } from './openai-error.js';
import { HTTP_SHAPES, RETRY_AFTER_SECONDS } from './problem.js';
import { translateError } from './translate-error.js';
import { leaveUnreadBody } from './unread-body.js';

const PROBLEM_JSON = 'application/problem+json';

/** Answers a request with an error, in one form for the clients of both seeds and for RFC 9457 clients. */
@Injectable()
export class ErrorResponder {
  private readonly logger = new Logger('Http');

  constructor(
    @Inject(CONFIG) private readonly config: ResolvedConfig,
    private readonly routes: RouteTable,
  ) {}

  respond(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const [path = ''] = request.url.split('?');
    const { bodyLimitBytes, databaseUrl } = this.config;
    const { bodyLimit = bodyLimitBytes } = request.routeOptions;
    const methods = this.routes.methodsOf(path);
    const facts = { method: request.method, path, methods, bodyLimit, databaseUrl };
    const error = translateError(thrown, facts, request.id);
    const shape = HTTP_SHAPES[error.kind];
    if (shape.status >= 500) {
      this.logger.error(`${request.id} ${request.method} ${path}: ${causes(thrown)}`);
    }
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    leaveUnreadBody(request, reply);
    void reply.status(shape.status).header('x-request-id', request.id);
    // The rate limit sets a more precise Retry-After.
    if (shape.canRetry && !reply.hasHeader('retry-after')) {
      void reply.header('retry-after', RETRY_AFTER_SECONDS);
    }
    if (shape.status === 405) {
      void reply.header('allow', methods.join(', '));
    }
    if (shape.status === 401) {
      // A header each: Chromium looks at the first challenge of a header only, and would not ask for the password.
      // Scripts of a page ask for JSON or events: the browser must not ask its user in the middle of that page.
      const basic = asksForPage(request) ? ['Basic realm="data-pipeline", charset="UTF-8"'] : [];
      void reply.header('www-authenticate', [...basic, 'Bearer']);
    }
    if (isOpenAiPath(path)) {
      void reply.send(openAiError(error, this.sentence(error, request)));
    } else if (request.headers.accept?.includes(PROBLEM_JSON)) {
      void reply.type(PROBLEM_JSON).send(this.problem(error, request));
    } else {
      void reply.send(this.envelope(error, request, path));
    }
  }

  private envelope(error: DomainError, request: FastifyRequest, path: string): Record<string, unknown> {
    const shape = HTTP_SHAPES[error.kind];
    const language = languageOfRequest(request);
    const sentence = this.sentence(error, request);
    const isVectorRoute = /\/data_pipeline\/vector\//.test(path);
    return {
      success: false,
      code: shape.status,
      message: isVectorRoute ? shape.title[language] : sentence,
      error_type: shape.errorType,
      details: this.details(error, request),
      data: {
        response: sentence,
        error_type: isVectorRoute && shape.status === 400 ? 'INVALID_PARAMS' : shape.errorType.toUpperCase(),
        can_retry: shape.canRetry,
        timestamp: isoTimestamp(new Date(), this.config.timeZone),
      },
    };
  }

  private problem(error: DomainError, request: FastifyRequest): Record<string, unknown> {
    const shape = HTTP_SHAPES[error.kind];
    return {
      type: `urn:data-pipeline:${shape.errorType}`,
      title: shape.title[languageOfRequest(request)],
      status: shape.status,
      detail: this.sentence(error, request),
      instance: `urn:data-pipeline:request:${request.id}`,
      ...this.details(error, request),
    };
  }

  /** A 500 shows its number and nothing of what happened inside, unless its sentence was written to be shown. */
  private sentence(error: DomainError, request: FastifyRequest): string {
    const language = languageOfRequest(request);
    return isHidden(error)
      ? httpErrors.internal[language].replace('{correlationId}', request.id)
      : redactSecrets(errorText(error, language));
  }

  private details(error: DomainError, request: FastifyRequest): Record<string, unknown> {
    return isHidden(error)
      ? { correlation_id: request.id }
      : { error_code: error.code, ...(inLanguage(error.details, languageOfRequest(request)) as object) };
  }
}

function asksForPage({ headers }: FastifyRequest): boolean {
  return headers.accept === undefined || /text\/html|\*\/\*/.test(headers.accept);
}

function isHidden(error: DomainError): boolean {
  return HTTP_SHAPES[error.kind].status === 500 && error.definition.shown !== true;
}

/** The error with everything behind it, for the log. */
function causes(thrown: unknown): string {
  const lines: string[] = [];
  for (let error = thrown; error !== undefined && lines.length < 5; error = (error as Error).cause) {
    lines.push(error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error));
  }
  return lines.join('\ncaused by ');
}
