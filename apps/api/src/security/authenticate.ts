import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accessErrors, allows, ANYBODY, type KeyRing } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { DASHBOARD_PATH } from '../dashboard/bull-board.js';
import type { ErrorResponder } from '../http/error-responder.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { keyOfRequest } from './request-key.js';
import { setPrincipal } from './request-facts.js';

const OPEN = /^\/health\/(live|ready)(\?|$)/;

/** Identifies the sender of every request, except those to the health routes, before anything else. */
export function authenticateRequests(fastify: FastifyInstance, keys: KeyRing, errors: ErrorResponder): void {
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (OPEN.test(request.url)) {
      return;
    }
    try {
      await identify(keys, request);
    } catch (error) {
      // Answered here: plugins such as the dashboard bring error handlers of their own.
      errors.respond(error, request, reply);
    }
  });
}

async function identify(keys: KeyRing, request: FastifyRequest): Promise<void> {
  const principal = await keys.identify(keyOfRequest(request));
  refuseForeignPages(request, principal === ANYBODY);
  // The dashboard can retry and remove jobs, but its routes have no scope of their own. The matched route decides,
  // because the path as sent has many spellings.
  if (request.routeOptions.url?.startsWith(DASHBOARD_PATH) === true && !allows(principal.scopes, 'admin')) {
    throw new DomainError(accessErrors.key_scope_missing, { scope: 'admin' }, { details: { needed_scope: 'admin' } });
  }
  setPrincipal(request, principal);
}
