import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { ApiModule } from '../api.module.js';
import { prefixRoutes } from '../prefix-routes.js';
import { openApiDocument } from './openapi.js';

/** Never connected to: in preview nothing is instantiated. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/nowhere';

/** The document of the API, from its classes alone: no service is needed for it. */
export async function describeApi(): Promise<OpenAPIObject> {
  const config = loadConfig({
    DATABASE_URL: NOWHERE,
    QUEUE_URL: NOWHERE,
    BUSINESS_DATABASE_URL: NOWHERE,
    VECTOR_DATABASE_URL: NOWHERE,
  }) as ResolvedConfig;
  const app = await NestFactory.create(ApiModule.forRoot(config), new FastifyAdapter(), {
    preview: true,
    logger: ['error'],
    abortOnError: false,
  });
  prefixRoutes(app);
  return openApiDocument(app);
}
