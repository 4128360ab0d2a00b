import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';

/** Puts the headers of helmet into an answer. They are the same for all requests, so they are computed once. */
export function securityHeaders(): (request: FastifyRequest, reply: FastifyReply) => void {
  const setHeaders = helmet({
    contentSecurityPolicy: {
      directives: {
        // Swagger's page and Bull Board draw with inline styles and data images. Their scripts are files.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        upgradeInsecureRequests: null,
      },
    },
    // The service speaks plain HTTP; a proxy that terminates TLS sets this header.
    strictTransportSecurity: false,
  });
  return (request, reply) => {
    setHeaders(request.raw, reply.raw, (error) => {
      if (error !== undefined) {
        throw error as Error;
      }
    });
  };
}
