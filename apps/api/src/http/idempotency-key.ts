import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/** @throws DomainError `idempotency_key_invalid` */
export function requireIdempotencyKeyForm(key: string | undefined): void {
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new DomainError(httpErrors.idempotency_key_invalid);
  }
}
