import type { ApiKeyScope } from '#libs/database';

/** In ascending order: each scope includes the ones before it. */
const ORDER: readonly ApiKeyScope[] = ['read', 'run', 'admin'];

export function allows(held: readonly ApiKeyScope[], needed: ApiKeyScope): boolean {
  return held.some((scope) => ORDER.indexOf(scope) >= ORDER.indexOf(needed));
}
