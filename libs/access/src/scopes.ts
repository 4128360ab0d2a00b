import type { ApiKeyScope } from '#libs/database';

/** Each scope holds those before it: who may run may read, who is admin may do everything. */
const ORDER: readonly ApiKeyScope[] = ['read', 'run', 'admin'];

export function allows(held: readonly ApiKeyScope[], needed: ApiKeyScope): boolean {
  return held.some((scope) => ORDER.indexOf(scope) >= ORDER.indexOf(needed));
}
