import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/**
 * JSON bodies: strict UTF-8, no prototype tricks. An empty body, and a POST without one, counts as `{}`: the seeds'
 * clients send both.
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
        done(error === null ? null : new DomainError(httpErrors.body_malformed, {}, { cause: error }), value);
      });
    }
  });
  fastify.addHook('preHandler', async (request) => {
    if (request.method === 'POST' && request.body === undefined && !request.isMultipart()) {
      request.body = {};
    }
  });
}
