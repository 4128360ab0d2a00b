import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { ErrorResponder } from './error-responder.js';

/** What no route serves is answered at once: nobody reads its body, nor minds the form of it. */
export function refuseUnknownRoutes(fastify: FastifyInstance, errors: ErrorResponder): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.is404 && !reply.sent) {
      errors.respond(new NotFoundException(), request, reply);
    }
  });
}
