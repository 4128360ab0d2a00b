import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '#libs/files';

/** How a disk says that it takes nothing more. */
export const STORAGE_FAILURES = ['ENOSPC', 'EROFS', 'EDQUOT'] as const;

export function storageUnavailable(reason: string): DomainError {
  return new DomainError(fileErrors.storage_unavailable, { reason });
}
