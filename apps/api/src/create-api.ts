import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ResolvedConfig } from '#libs/config';
import { JobQueue } from '#libs/queue';
import { ApiModule } from './api.module.js';
import { serveBullBoard } from './dashboard/bull-board.js';
import { ErrorResponder } from './http/error-responder.js';
import { parseJsonBodies } from './http/json-body.js';
import { requestIdOf } from './http/request-id.js';
import { serveOpenApi } from './openapi.js';
import { ApiKeys } from './security/api-keys.js';

export const API_PREFIX = 'api/v0/data_pipeline';

/** The API, complete but not listening yet. */
export async function createApi(config: ResolvedConfig, logger: LoggerService): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
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
  await prepareRequests(fastify, config, app.get(ErrorResponder));
  const showQueues = await serveBullBoard(fastify);
  app.setGlobalPrefix(API_PREFIX, { exclude: ['health/live', 'health/ready'] });
  serveOpenApi(app);
  await app.init();
  showQueues(app.get(JobQueue));
  await fastify.ready();
  return app;
}

/** What happens to every request before a route sees it: an id, a key, headers, a parsed body. */
async function prepareRequests(
  fastify: FastifyInstance,
  config: ResolvedConfig,
  errors: ErrorResponder,
): Promise<void> {
  const keys = new ApiKeys(config.apiKeys);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    try {
      if (!/^\/health\/(live|ready)(\?|$)/.test(request.url)) {
        keys.require(request);
      }
    } catch (error) {
      // Answered here: plugins such as the dashboard bring error handlers of their own.
      errors.respond(error, request, reply);
    }
  });
  await fastify.register(multipart, { limits: { files: 1, fields: 20 } });
  await fastify.register(helmet, {
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
  parseJsonBodies(fastify);
}
