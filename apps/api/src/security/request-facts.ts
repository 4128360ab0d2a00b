import type { FastifyRequest } from 'fastify';
import type { Principal } from '#libs/access';
import type { ApiKeyScope } from '#libs/database';

/** Facts about a request, collected while it is served, for example for the audit log. */
interface RequestFacts {
  principal: Principal | null;
  needed: ApiKeyScope | null;
  answer: Readonly<Record<string, unknown>>;
  hasWrongKey: boolean;
}

const facts = new WeakMap<FastifyRequest['raw'], RequestFacts>();

function factsOf(request: FastifyRequest): RequestFacts {
  let known = facts.get(request.raw);
  if (known === undefined) {
    known = { principal: null, needed: null, answer: {}, hasWrongKey: false };
    facts.set(request.raw, known);
  }
  return known;
}

/** Null on routes that need no key. */
export function principalOf(request: FastifyRequest): Principal | null {
  return factsOf(request).principal;
}

export function setPrincipal(request: FastifyRequest, principal: Principal): void {
  factsOf(request).principal = principal;
}

/** Whether the request was refused because its key is unknown. */
export function hasWrongKey(request: FastifyRequest): boolean {
  return factsOf(request).hasWrongKey;
}

export function setWrongKey(request: FastifyRequest): void {
  factsOf(request).hasWrongKey = true;
}

/** The scope that the route requires; null when the request was refused earlier. */
export function neededScopeOf(request: FastifyRequest): ApiKeyScope | null {
  return factsOf(request).needed;
}

export function setNeededScope(request: FastifyRequest, scope: ApiKeyScope): void {
  factsOf(request).needed = scope;
}

/** The ids and file names that the answer names; empty when there was none. */
export function namedByAnswer(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return factsOf(request).answer;
}

/** @param data of the answer; names in it, and in the objects right below it, are kept. */
export function noteAnswer(request: FastifyRequest, data: unknown): void {
  const inside: unknown[] = Object.values(data ?? {}).filter(
    (value) => typeof value === 'object' && !Array.isArray(value),
  );
  factsOf(request).answer = Object.assign({}, ...[...inside, data].map(namesIn)) as Record<string, unknown>;
}

function namesIn(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null
    ? Object.fromEntries(Object.entries(data).filter(([key]) => /(_ids?|file_?name)$/.test(key)))
    : {};
}
