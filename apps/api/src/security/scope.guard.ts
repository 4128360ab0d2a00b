import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { accessErrors, allows } from '#libs/access';
import type { ApiKeyScope } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { StorageMark } from '#libs/fleet';
import { principalOf, setNeededScope } from './request-facts.js';
import { neededScope } from './scope.js';

/** Lets a request through to its route when its key has the scope. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly storageMark: StorageMark,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const scope = neededScope(this.reflector, context, request.method);
    setNeededScope(request, scope);
    requireScope(request, scope);
    this.requireStorage(scope);
    return true;
  }

  /** Nothing is changed while this process sees another storage than the workers. */
  private requireStorage(scope: ApiKeyScope): void {
    if (scope !== 'read' && this.storageMark.problem !== null) {
      throw this.storageMark.problem;
    }
  }
}

/** For what only the body says: @throws DomainError `key_scope_missing` */
export function requireScope(request: FastifyRequest, scope: ApiKeyScope): void {
  const principal = principalOf(request);
  // Routes without a principal need no key: the health routes.
  if (principal !== null && !allows(principal.scopes, scope)) {
    throw new DomainError(accessErrors.key_scope_missing, { scope }, { details: { needed_scope: scope } });
  }
}
