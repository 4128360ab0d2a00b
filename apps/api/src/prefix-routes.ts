import type { INestApplication } from '@nestjs/common';
import { API_PREFIX } from './api-prefix.js';
import { DATABASE_PATH } from './business-database/business-database.controller.js';
import { OPENAI_PATH } from './embeddings/embeddings.controller.js';

/** Excludes the routes for monitoring, and those with a prefix of their own. */
export function prefixRoutes(app: INestApplication): void {
  app.setGlobalPrefix(API_PREFIX, {
    exclude: [
      'health/live',
      'health/ready',
      'metrics',
      `${DATABASE_PATH}/tables`,
      `${DATABASE_PATH}/table/ddl`,
      `${OPENAI_PATH}/embeddings`,
      `${OPENAI_PATH}/models`,
      `${OPENAI_PATH}/models/:model`,
    ],
  });
}
