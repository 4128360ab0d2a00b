import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/**
 * JSON bodies: strict UTF-8, no prototype tricks, no text that PostgreSQL cannot hold. An empty body, and a POST without
 * one, counts as `{}`: the seeds' clients send both.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch (error) {
      done(new DomainError(httpErrors.body_malformed, {}, { cause: error }));
      return;
    }
    if (text.trim() === '') {
      done(null, {});
    } else {
      void parse(request, text, (error, value) => {
        if (error !== null) {
          done(new DomainError(httpErrors.body_malformed, {}, { cause: error }), undefined);
        } else if (/\\u(0000|d[89a-f])/i.test(text) && hasUnstorableText(value)) {
          done(new DomainError(httpErrors.body_text_unstorable), undefined);
        } else {
          done(null, value);
        }
      });
    }
  });
  fastify.addHook('preHandler', async (request) => {
    if (request.method === 'POST' && request.body === undefined && !request.isMultipart()) {
      request.body = {};
    }
  });
}

/** NUL and halves of surrogate pairs can be written in JSON and nowhere else; keys count too. */
function hasUnstorableText(value: unknown): boolean {
  // Not recursive: a body may be nested deeper than the stack.
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') {
      if (next.includes('\0') || !next.isWellFormed()) {
        return true;
      }
    } else if (typeof next === 'object' && next !== null) {
      for (const [key, inner] of Object.entries(next)) {
        open.push(key, inner);
      }
    }
  }
  return false;
}
