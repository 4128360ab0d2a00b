import rateLimit, { type FastifyRateLimitStore, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ANYBODY, type RequestAllowance } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from '../http/errors.js';
import { principalOf } from './request-facts.js';

/**
 * Limits the requests of one key per minute. Without keys there is no limit: the API listens on loopback only.
 * Registered before the routes, and after the keys are looked at.
 * @param perMinute 0: unlimited.
 */
export async function limitRate(
  fastify: FastifyInstance,
  perMinute: number,
  allowance: RequestAllowance,
): Promise<void> {
  if (perMinute === 0) {
    return;
  }
  await fastify.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: 60_000,
    store: storeOf(allowance),
    keyGenerator: (request) => keyIdentity(request) ?? '',
    allowList: (request) => keyIdentity(request) === null,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new DomainError(httpErrors.rate_limit_reached, { limit: max, seconds: Math.ceil(ttl / 1000) }),
  });
}

/** The plugin counts in the memory of its process unless it is given a place to count. */
function storeOf(allowance: RequestAllowance): FastifyRateLimitStoreCtor {
  return class implements FastifyRateLimitStore {
    incr(keyName: string, done: Parameters<FastifyRateLimitStore['incr']>[1]): void {
      allowance.spend(keyName).then(({ requests, msLeft }) => done(null, { current: requests, ttl: msLeft }), done);
    }

    /** For limits of single routes: there are none. */
    child(): FastifyRateLimitStore {
      return this;
    }
  };
}

function keyIdentity(request: FastifyRequest): string | null {
  const principal = principalOf(request);
  return principal === null || principal === ANYBODY ? null : `${principal.keyId ?? ''} ${principal.name}`;
}
