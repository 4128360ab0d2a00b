import type { OpenAPIObject } from '@nestjs/swagger';
import { NEEDS_BODY_EXTENSION } from '../http/needs-body.js';
import { errorExample, PROBLEM_SCHEMA } from './error-examples.js';
import type { Schema } from './example-of.js';
import { ANSWER_EXTENSION, successExample } from './success-examples.js';

/** The parts of the document that are completed here, as far as they are looked at. */
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string }[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: BodySchema }> };
  responses: Record<string, Response>;
  security?: object[];
  tags?: string[];
  [ANSWER_EXTENSION]?: string;
}

interface BodySchema extends Omit<Schema, 'additionalProperties'> {
  additionalProperties?: boolean | Schema;
  [NEEDS_BODY_EXTENSION]?: boolean;
}

interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema?: object; example?: object }>;
}

const OPEN_ROUTES = /^\/health\/|\/session$/;
const FAILURE = '#/components/schemas/Failure';
const RETRY_AFTER = { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } };
const TEXT = { type: 'string' };
const DOWNLOAD_HEADERS = {
  ETag: { description: 'The recorded SHA-256; weak for files without a record', schema: TEXT },
  'Last-Modified': { description: 'Time of the newest change', schema: TEXT },
  'Content-Disposition': { description: 'Name of the file', schema: TEXT },
};
const CHALLENGE = { description: 'How a key can be sent', schema: TEXT };
const REQUEST_ID = { description: 'Number of the request, in the log too', schema: TEXT };

/** Adds the parts common to every route: error formats, headers, optional bodies. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const completed = structuredClone(document);
  const failures: Record<string, Response> = {};
  const schemas = completed.components?.schemas as Record<string, BodySchema> | undefined;
  const resolve = (reference: string): BodySchema => schemas?.[reference.split('/').at(-1) ?? ''] ?? {};
  for (const [path, operations] of Object.entries(completed.paths)) {
    for (const operation of Object.values(operations as Record<string, Operation>)) {
      completeOperation(path, operation, failures);
      operation.operationId = withoutBrackets(operation.operationId);
      allowEmptyBody(operation, resolve);
      showSuccess(operation, resolve);
    }
  }
  for (const schema of Object.values(schemas ?? {})) {
    closeObject(schema);
  }
  completed.components = {
    ...completed.components,
    schemas: { ...completed.components?.schemas, Problem: PROBLEM_SCHEMA as never },
    responses: { ...completed.components?.responses, ...(failures as object) },
  };
  return completed;
}

/** No object has other properties than those of its class. */
function closeObject(schema: BodySchema): void {
  delete schema[NEEDS_BODY_EXTENSION];
  if (schema.properties !== undefined) {
    schema.additionalProperties ??= false;
  }
}

/** Gives every JSON answer of a success an example. */
function showSuccess(operation: Operation, resolve: (reference: string) => Schema): void {
  const sentence = operation[ANSWER_EXTENSION];
  delete operation[ANSWER_EXTENSION];
  for (const [status, { content }] of Object.entries(operation.responses)) {
    const media = content?.['application/json'];
    if (status.startsWith('2') && media?.schema !== undefined) {
      media.example ??= successExample(`${operation.operationId} ${status}`, sentence, media.schema, resolve);
    }
  }
}

/** A route with two paths is two operations, which the generator numbers from `[0]`. */
function withoutBrackets(id: string): string {
  return id.replace(/\[(\d+)\]$/, (_, index: string) => (index === '0' ? '' : `_${Number(index) + 1}`));
}

/** @param failures collects the errors, which are the same everywhere: a route only refers to them. */
function completeOperation(path: string, operation: Operation, failures: Record<string, Response>): void {
  if (OPEN_ROUTES.test(path)) {
    operation.security = [];
  }
  nameWildcard(path, operation);
  describeDownload(operation);
  for (const [status, response] of Object.entries(operation.responses)) {
    completeResponse(Number(status), response);
    if (isFailure(response)) {
      const name = `Failure${status}`;
      failures[name] ??= failureResponse(Number(status), response);
      operation.responses[status] = { $ref: `#/components/responses/${name}` } as never;
    }
  }
}

/** The router calls the rest of a path `*`, the template calls it `{path}`. */
function nameWildcard(path: string, operation: Operation): void {
  const wildcard = operation.parameters?.find((parameter) => parameter.in === 'path' && parameter.name === '*');
  if (wildcard !== undefined && path.includes('{path}')) {
    wildcard.name = 'path';
  }
}

/** An absent body counts as `{}` where no field has to be there. */
function allowEmptyBody({ requestBody }: Operation, resolve: (reference: string) => BodySchema): void {
  const given = requestBody?.content['application/json']?.schema;
  if (requestBody !== undefined && given !== undefined) {
    const schema = given.$ref === undefined ? given : resolve(given.$ref);
    requestBody.required = (schema.required ?? []).length > 0 || schema[NEEDS_BODY_EXTENSION] === true;
  }
}

/** A route with Range support returns a file, of any type. */
function describeDownload({ responses }: Operation): void {
  if ('206' in responses) {
    for (const response of [responses['200'], responses['206']]) {
      if (response !== undefined) {
        response.content ??= { '*/*': { schema: { type: 'string', format: 'binary' } } };
        response.headers = { ...DOWNLOAD_HEADERS, ...response.headers };
      }
    }
  }
}

function completeResponse(status: number, response: Response): void {
  response.description ||= 'Success';
  response.headers = { 'X-Request-Id': REQUEST_ID, ...response.headers };
  if (status === 401) {
    response.headers = { 'WWW-Authenticate': CHALLENGE, ...response.headers };
  }
  if (status === 429 || status === 503) {
    response.headers = { 'Retry-After': RETRY_AFTER, ...response.headers };
  }
}

function isFailure({ content }: Response): boolean {
  const schema = content?.['application/json']?.schema;
  return schema !== undefined && '$ref' in schema && schema.$ref === FAILURE;
}

function failureResponse(status: number, response: Response): Response {
  return {
    ...response,
    content: {
      'application/json': { schema: { $ref: FAILURE }, example: errorExample(status) },
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    },
  };
}
