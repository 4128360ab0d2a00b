import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { productVersion } from '#libs/product-version';
import { completeDocument } from './complete-document.js';
import { DOCS_PATH } from './docs-path.js';

/** The OpenAPI document of every route. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description =
    'Turns a PostgreSQL business database into training data for text-to-SQL. ' +
    'Every answer is `{success, code, message, data}`; every error `{success: false, code, message, error_type, details, data}`, ' +
    'or RFC 9457 for `Accept: application/problem+json`. `Accept-Language: en` gives English sentences.';
  const builder = new DocumentBuilder()
    .setTitle('Data Pipeline')
    .setDescription(description)
    .setVersion(productVersion())
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'key')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'bearer')
    .addSecurityRequirements('key')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(
    app,
    { ...builder, openapi: '3.1.0' },
    { operationIdFactory: (controller, method) => operationId(controller, method) },
  );
  return completeDocument(document);
}

/** Serves the document at `/openapi.json` and a page to read and try it at `/docs`. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup(DOCS_PATH, app, openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Data Pipeline API',
  });
}

/** `TasksController`, `create` → `tasks_create`. */
function operationId(controller: string, method: string): string {
  const resource = controller.replace(/Controller$/, '');
  return `${resource.charAt(0).toLowerCase()}${resource.slice(1)}_${method}`;
}
