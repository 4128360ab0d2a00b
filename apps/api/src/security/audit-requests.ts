import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '#libs/access';
import { changeDetails } from './change-details.js';
import { neededScopeOf, principalOf } from './request-facts.js';

/** Requests refused before routing are not changes: no key, unknown route, rate limit. */
const NO_CHANGE = new Set([401, 404, 429]);

/** Records every request that changes something, or tried to. */
export function auditRequests(fastify: FastifyInstance, audit: AuditLog): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    const principal = principalOf(request);
    const isReading = request.method === 'GET' || request.method === 'HEAD' || neededScopeOf(request) === 'read';
    const isRefused = NO_CHANGE.has(reply.statusCode) && neededScopeOf(request) === null;
    if (route === undefined || principal === null || isReading || isRefused) {
      return;
    }
    const [target = ''] = request.url.split('?');
    audit.add({
      at: new Date(),
      actor: principal.name,
      keyId: principal.keyId,
      action: `${request.method} ${route}`,
      target: target.slice(0, 2_000),
      status: reply.statusCode,
      ipAddress: request.ip.slice(0, 64),
      userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
      requestId: request.id,
      details: changeDetails(request),
    });
  });
}
