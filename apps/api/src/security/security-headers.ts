import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { DASHBOARD_PATH } from '../dashboard/bull-board.js';
import { DOCS_PATH } from '../openapi/docs-path.js';

/** Swagger's page and Bull Board draw with inline styles and images. Their scripts are files. */
const INLINE_STYLED = [`/${DOCS_PATH}`, DASHBOARD_PATH];

/** Puts the headers of helmet into an answer. They are the same for all requests, so they are computed once. */
export function securityHeaders(): (request: FastifyRequest, reply: FastifyReply) => void {
  const [strict, inlineStyled] = [
    headersWith({ styleSrc: ["'self'"], fontSrc: ["'self'"], imgSrc: ["'self'"] }),
    headersWith({ styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'] }),
  ];
  return (request, reply) => {
    const route = request.routeOptions?.url ?? '';
    const setHeaders = INLINE_STYLED.some((path) => route.startsWith(path)) ? inlineStyled : strict;
    setHeaders(request.raw, reply.raw, (error) => {
      if (error !== undefined) {
        throw error as Error;
      }
    });
  };
}

function headersWith(sources: Record<string, string[]>): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        ...sources,
        upgradeInsecureRequests: null,
      },
    },
    // The service speaks plain HTTP; a proxy that terminates TLS sets this header.
    strictTransportSecurity: false,
  });
}
