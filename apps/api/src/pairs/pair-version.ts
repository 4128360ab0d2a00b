import { DomainError } from '#libs/domain-errors';
import { pairReviewErrors } from '#libs/pair-review';

export function etagOf(version: string): string {
  return `"${version}"`;
}

/** @throws DomainError `pair_version_missing` */
export function versionOfHeader(ifMatch: string | undefined): string {
  const [, version] = /^(?:W\/)?"?([\w-]{1,64})"?$/.exec(ifMatch?.trim() ?? '') ?? [];
  if (version === undefined) {
    throw new DomainError(pairReviewErrors.pair_version_missing);
  }
  return version;
}
