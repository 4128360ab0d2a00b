import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { ApiKeyScope } from '#libs/database';

const SCOPE = 'needed scope';

/** The scope that a route needs where its method does not say it already: GET reads, DELETE is for admins, others run. */
export function Needs(scope: ApiKeyScope): CustomDecorator {
  return SetMetadata(SCOPE, scope);
}

export function neededScope(reflector: Reflector, context: ExecutionContext, method: string): ApiKeyScope {
  const declared = reflector.getAllAndOverride<ApiKeyScope | undefined>(SCOPE, [
    context.getHandler(),
    context.getClass(),
  ]);
  return declared ?? scopeOfMethod(method);
}

function scopeOfMethod(method: string): ApiKeyScope {
  switch (method) {
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
      return 'read';
    case 'DELETE':
      return 'admin';
    default:
      return 'run';
  }
}
