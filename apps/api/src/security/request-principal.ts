import type { FastifyRequest } from 'fastify';
import type { Principal } from '#libs/access';
import type { ApiKeyScope } from '#libs/database';

/** What is known of a request before its route runs. */
interface RequestFacts {
  principal: Principal | null;
  needed: ApiKeyScope | null;
}

const facts = new WeakMap<FastifyRequest['raw'], RequestFacts>();

function factsOf(request: FastifyRequest): RequestFacts {
  let known = facts.get(request.raw);
  if (known === undefined) {
    known = { principal: null, needed: null };
    facts.set(request.raw, known);
  }
  return known;
}

/** Null on the routes that ask for no key. */
export function principalOf(request: FastifyRequest): Principal | null {
  return factsOf(request).principal;
}

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  factsOf(request).principal = principal;
}

/** The scope that the route asked for; null when the request never came so far. */
export function neededScopeOf(request: FastifyRequest): ApiKeyScope | null {
  return factsOf(request).needed;
}

export function setNeededScope(request: FastifyRequest, scope: ApiKeyScope): void {
  factsOf(request).needed = scope;
}
