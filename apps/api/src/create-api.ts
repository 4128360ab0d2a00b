import multipart from '@fastify/multipart';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AuditLog, KeyRing } from '#libs/access';
import type { ResolvedConfig } from '#libs/config';
import { JobQueue } from '#libs/queue';
import { traceRequests } from '#libs/telemetry';
import { ApiModule } from './api.module.js';
import { serveBullBoard } from './dashboard/bull-board.js';
import { answerClientError } from './http/client-error.js';
import { ErrorResponder } from './http/error-responder.js';
import { parseJsonBodies } from './http/json-body.js';
import { refuseUnknownRoutes } from './http/refuse-unknown-routes.js';
import { requestIdOf } from './http/request-id.js';
import { RouteTable } from './http/route-table.js';
import { MetricsService } from './metrics/metrics.service.js';
import { timeRequests } from './metrics/time-requests.js';
import { serveOpenApi } from './openapi/openapi.js';
import { prefixRoutes } from './prefix-routes.js';
import { auditRequests } from './security/audit-requests.js';
import { authenticateRequests } from './security/authenticate.js';
import { limitRate } from './security/limit-rate.js';
import { sendSecurityHeaders } from './security/security-headers.js';

/** The API, complete but not listening yet. */
export async function createApi(config: ResolvedConfig, logger: LoggerService): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, config.timeZone),
    genReqId: requestIdOf,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 2_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  app.get(RouteTable).watch(fastify);
  traceRequests(fastify);
  sendSecurityHeaders(fastify);
  authenticateRequests(fastify, app.get(KeyRing), app.get(ErrorResponder));
  timeRequests(fastify, app.get(MetricsService));
  auditRequests(fastify, app.get(AuditLog));
  await prepareRequests(fastify, config);
  refuseUnknownRoutes(fastify, app.get(ErrorResponder));
  const showQueues = await serveBullBoard(fastify);
  prefixRoutes(app);
  serveOpenApi(app);
  await app.init();
  showQueues(app.get(JobQueue));
  await fastify.ready();
  return app;
}

/** What happens to every request before a route sees it: a limit, a parsed body. */
async function prepareRequests(fastify: FastifyInstance, config: ResolvedConfig): Promise<void> {
  await limitRate(fastify, config.rateLimitPerMinute);
  await fastify.register(multipart, { limits: { files: 1, fields: 20 } });
  parseJsonBodies(fastify);
}
