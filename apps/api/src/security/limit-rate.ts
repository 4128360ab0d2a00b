import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from '../http/errors.js';
import { principalOf } from './request-principal.js';

/**
 * Limits what one key may send to this process in a minute. While no key is asked for there is no limit: the API is on
 * loopback then. Registered before the routes, and after the keys are looked at.
 * @param perMinute 0 is no limit.
 */
export async function limitRate(fastify: FastifyInstance, perMinute: number): Promise<void> {
  if (perMinute === 0) {
    return;
  }
  await fastify.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => nameOf(request) ?? '',
    allowList: (request) => nameOf(request) === null,
    errorResponseBuilder: (_request, { max, ttl }) =>
      new DomainError(httpErrors.rate_limit_reached, { limit: max, seconds: Math.ceil(ttl / 1000) }),
  });
}

function nameOf(request: FastifyRequest): string | null {
  const principal = principalOf(request);
  return principal === null || principal.name === 'anonymous' ? null : `${principal.keyId ?? ''} ${principal.name}`;
}
