import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accessErrors, allows, ANYBODY, AttemptLimit, hashApiKey, type KeyRing, type Principal } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { DASHBOARD_PATH } from '../dashboard/bull-board.js';
import type { ErrorResponder } from '../http/error-responder.js';
import { refuseForeignPages } from './refuse-foreign-pages.js';
import { keyOfRequest } from './request-key.js';
import { setPrincipal, setWrongKey } from './request-facts.js';

const OPEN = /^\/health\/(live|ready)(\?|$)/;

/** Identifies the sender of every request, except those to the health routes, before anything else. */
/** @param wrongKeysPerMinute of one address; 0: any number */
export function authenticateRequests(
  fastify: FastifyInstance,
  keys: KeyRing,
  errors: ErrorResponder,
  wrongKeysPerMinute: number,
): void {
  const guesses = new AttemptLimit(wrongKeysPerMinute);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (OPEN.test(request.url)) {
      return;
    }
    try {
      await identify(keys, guesses, request, reply);
    } catch (error) {
      // Answered here: plugins such as the dashboard bring error handlers of their own.
      errors.respond(error, request, reply);
    }
  });
}

async function identify(
  keys: KeyRing,
  guesses: AttemptLimit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const principal = await principalWithLimit(keys, guesses, request, reply);
  refuseForeignPages(request, principal === ANYBODY);
  // The dashboard can retry and remove jobs, but its routes have no scope of their own. The matched route decides,
  // because the path as sent has many spellings.
  if (request.routeOptions.url?.startsWith(DASHBOARD_PATH) === true && !allows(principal.scopes, 'admin')) {
    throw new DomainError(accessErrors.key_scope_missing, { scope: 'admin' }, { details: { needed_scope: 'admin' } });
  }
  setPrincipal(request, principal);
}

/** Unknown keys of one address are limited: a key can be as weak as the operator who wrote it into `API_KEYS`. */
async function principalWithLimit(
  keys: KeyRing,
  guesses: AttemptLimit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal> {
  const key = keyOfRequest(request);
  if (key === null) {
    return keys.identify(null);
  }
  const [sender, secret] = [request.ip, hashApiKey(key)];
  const seconds = guesses.secondsToWait(sender, secret);
  if (seconds > 0) {
    void reply.header('retry-after', seconds);
    throw new DomainError(accessErrors.too_many_wrong_keys, { seconds });
  }
  try {
    const principal = await keys.identify(key);
    guesses.succeeded(sender, secret);
    return principal;
  } catch (error) {
    if (error instanceof DomainError && error.code === accessErrors.key_unknown.code) {
      guesses.failed(sender);
      setWrongKey(request);
    }
    throw error;
  }
}
