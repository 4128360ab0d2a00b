import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { ErrorResponder } from './error-responder.js';

/** A request without a route is answered at once: its body is neither read nor checked. */
export function refuseUnknownRoutes(fastify: FastifyInstance, errors: ErrorResponder): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.is404 && !reply.sent) {
      errors.respond(new NotFoundException(), request, reply);
    }
  });
}
