import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accessErrors, allows, ANYBODY } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { productVersion } from '#libs/product-version';
import { ASSETS_PATH } from '../console/serve-console.js';
import { DASHBOARD_PATH } from '../dashboard/bull-board.js';
import type { ErrorResponder } from '../http/error-responder.js';
import { SESSION_PATH } from '../session/session-path.js';
import type { Authenticator } from './authenticator.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { setPrincipal } from './request-facts.js';

/** Clients of other releases tell by it why an answer is not the one that they know. */
const VERSION = productVersion();

/** They need no key, and have no sender: probes of the process, and the files of the console. */
const OPEN = new RegExp(`^(/health/(live|ready)(\\?|$)|${ASSETS_PATH})`);

/** Identifies the sender of every request, except those to open routes, before anything else. */
export function authenticateRequests(
  fastify: FastifyInstance,
  authenticator: Authenticator,
  errors: ErrorResponder,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id).header('x-data-pipeline-version', VERSION);
    if (reply.sent || OPEN.test(request.url)) {
      return;
    }
    try {
      await identify(authenticator, request, reply);
    } catch (error) {
      // Answered here: plugins such as the dashboard bring error handlers of their own.
      errors.respond(error, request, reply);
    }
  });
}

async function identify(authenticator: Authenticator, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const route = request.routeOptions.url;
  if (route === SESSION_PATH) {
    // Whoever logs in has no key yet; the route itself looks at what is sent.
    refuseForeignPages(request, false);
    return;
  }
  const principal = await authenticator.identify(request, reply);
  refuseForeignPages(request, principal === ANYBODY);
  // Routes of the dashboard have no scope of their own. The matched route decides, because the path as sent has many
  // spellings.
  if (route?.startsWith(DASHBOARD_PATH) === true && !allows(principal.scopes, 'admin')) {
    throw new DomainError(accessErrors.key_scope_missing, { scope: 'admin' }, { details: { needed_scope: 'admin' } });
  }
  setPrincipal(request, principal);
}
