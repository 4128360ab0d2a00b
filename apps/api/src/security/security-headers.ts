import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** The headers of helmet in every answer. They are the same for all requests, so they are put together once. */
export function sendSecurityHeaders(fastify: FastifyInstance): void {
  const setHeaders = helmet({
    // Swagger's page starts itself with an inline script and draws with inline styles and data images.
    contentSecurityPolicy: {
      directives: {
        scriptSrc: ["'self'", "'unsafe-inline'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    // The service speaks plain HTTP; whoever puts TLS before it sets this there.
    strictTransportSecurity: false,
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    setHeaders(request.raw, reply.raw, (error) => {
      done(error as Error | undefined);
    });
  });
}
