import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLog } from '#libs/access';
import { changeDetails } from './change-details.js';
import { hasWrongKey, neededScopeOf, principalOf } from './request-facts.js';

/** Requests refused before routing are not changes: no key, unknown route, rate limit. */
const NO_CHANGE = new Set([401, 404, 429]);
const UNKNOWN_KEY = 'unknown key';

/** Records every request that changes something, or tried to, that logs in to a database, or that had an unknown key. */
export function auditRequests(fastify: FastifyInstance, audit: AuditLog): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const { url: route = '(no route)' } = request.routeOptions;
    const principal = principalOf(request);
    if (!hasWrongKey(request) && (principal === null || !isChange(request, reply.statusCode))) {
      return;
    }
    const [target = ''] = request.url.split('?');
    audit.add({
      at: new Date(),
      actor: principal?.name ?? UNKNOWN_KEY,
      keyId: principal?.keyId ?? null,
      action: `${request.method} ${route}`,
      target: target.slice(0, 2_000),
      status: reply.statusCode,
      ipAddress: request.ip.slice(0, 64),
      userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
      requestId: request.id,
      details: principal === null ? null : changeDetails(request),
    });
  });
}

function isChange(request: FastifyRequest, status: number): boolean {
  const needed = neededScopeOf(request);
  const isReading = request.method === 'GET' || request.method === 'HEAD' || needed === 'read';
  const isRefused = NO_CHANGE.has(status) && needed === null;
  const isKnown = request.routeOptions.url !== undefined;
  return isKnown && !isRefused && (!isReading || namesConnection(request.body));
}

/** A login with credentials of the client. */
function namesConnection(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'db_connection' in body;
}
