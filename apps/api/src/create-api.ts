import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog, RequestAllowance } from '#libs/access';
import type { ResolvedConfig } from '#libs/config';
import { JobQueue } from '#libs/queue';
import { traceRequests } from '#libs/telemetry';
import { ApiModule } from './api.module.js';
import { serveConsole } from './console/serve-console.js';
import { serveBullBoard } from './dashboard/bull-board.js';
import { widenEmbeddingsBody } from './embeddings/body-limit.js';
import { answerClientError } from './http/client-error.js';
import { ErrorResponder } from './http/error-responder.js';
import { parseJsonBodies } from './http/json-body.js';
import { refuseUnknownRoutes } from './http/refuse-unknown-routes.js';
import { requestIdOf } from './http/request-id.js';
import { RouteTable } from './http/route-table.js';
import { MAX_PATH_PART_LENGTH } from './http/translate-error.js';
import { MetricsService } from './metrics/metrics.service.js';
import { timeRequests } from './metrics/time-requests.js';
import { serveOpenApi } from './openapi/openapi.js';
import { prefixRoutes } from './prefix-routes.js';
import { auditRequests } from './security/audit-requests.js';
import { authenticateRequests } from './security/authenticate.js';
import { Authenticator } from './security/authenticator.js';
import { limitRate } from './security/limit-rate.js';
import { securityHeaders } from './security/security-headers.js';

/** The API, complete but not listening yet. */
export async function createApi(config: ResolvedConfig, logger: LoggerService): Promise<NestFastifyApplication> {
  const setSecurityHeaders = securityHeaders();
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, config.timeZone),
    genReqId: requestIdOf,
    requestTimeout: 60_000,
    // Proxies whose X-Forwarded-For header is trusted (none by default).
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    routerOptions: { maxParamLength: MAX_PATH_PART_LENGTH },
    // Requests that the router refuses never reach the hooks below.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setSecurityHeaders(request, reply);
      app.get(ErrorResponder).respond(error, request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  app.get(RouteTable).watch(fastify);
  widenEmbeddingsBody(fastify, config.bodyLimitBytes);
  traceRequests(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply);
    done();
  });
  await fastify.register(cookie);
  await serveConsole(fastify);
  authenticateRequests(fastify, app.get(Authenticator), app.get(ErrorResponder));
  timeRequests(fastify, app.get(MetricsService));
  auditRequests(fastify, app.get(AuditLog));
  await prepareRequests(fastify, config, app.get(RequestAllowance));
  refuseUnknownRoutes(fastify, app.get(ErrorResponder));
  const showQueues = await serveBullBoard(fastify);
  prefixRoutes(app);
  serveOpenApi(app);
  await app.init();
  showQueues(app.get(JobQueue));
  await fastify.ready();
  return app;
}

/** Runs for every request before its route: limits, parsing of the body. */
async function prepareRequests(
  fastify: FastifyInstance,
  config: ResolvedConfig,
  allowance: RequestAllowance,
): Promise<void> {
  await limitRate(fastify, config.rateLimitPerMinute, allowance);
  await fastify.register(multipart, { limits: { files: 1, fields: 20 } });
  parseJsonBodies(fastify);
}
