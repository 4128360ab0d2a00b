import { pairReviewErrors } from '#libs/pair-review';
import { versionOfIfMatch } from '../http/if-match.js';

export function etagOf(version: string): string {
  return `"${version}"`;
}

/** @throws DomainError `pair_version_missing` */
export function versionOfHeader(ifMatch: string | undefined): string {
  return versionOfIfMatch(ifMatch, pairReviewErrors.pair_version_missing);
}
