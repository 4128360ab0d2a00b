import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { RequestClass } from '../fields/known-fields.js';

/** How the schema of the class says it until the API document is complete. */
export const NEEDS_BODY_EXTENSION = 'x-needs-body';
const NEEDS_BODY = Symbol('needs a body');

/** A body that is required although every field has a default, so that the action cannot happen by accident. */
export function NeedsBody(): ClassDecorator {
  return applyDecorators(ApiExtension(NEEDS_BODY_EXTENSION, true), (request: object) =>
    Reflect.defineMetadata(NEEDS_BODY, true, request),
  );
}

export function needsBody(request: RequestClass): boolean {
  return Reflect.getMetadata(NEEDS_BODY, request) === true;
}
