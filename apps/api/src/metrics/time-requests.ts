import type { FastifyInstance } from 'fastify';
import type { MetricsService } from './metrics.service.js';

/** Measures every request with a known route. Streams are excluded: the client decides how long they last. */
export function timeRequests(fastify: FastifyInstance, metrics: MetricsService): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    if (route !== undefined && !route.endsWith('/events')) {
      metrics.observeRequest(request.method, route, reply.statusCode, reply.elapsedTime);
    }
  });
}
