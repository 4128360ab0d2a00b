import { DomainError, type ErrorDefinition } from '#libs/domain-errors';

/** The version of a thing that a client saw, from `If-Match`. @throws DomainError `missing` without one */
export function versionOfIfMatch(ifMatch: string | undefined, missing: ErrorDefinition): string {
  const [, version] = /^(?:W\/)?"?([\w-]{1,64})"?$/.exec(ifMatch?.trim() ?? '') ?? [];
  if (version === undefined) {
    throw new DomainError(missing);
  }
  return version;
}
