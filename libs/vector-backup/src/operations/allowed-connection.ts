import { DomainError } from '#libs/domain-errors';
import { judgeConnection } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';

/**
 * Checks a connection string of a client: it may name the server of the configured vector database, and servers that
 * the operator allows.
 * @throws DomainError `vector_connection_invalid`, `vector_connection_not_allowed`
 */
export function requireAllowedConnection(
  connectionString: string,
  configuredUrl: string,
  allowedHosts: readonly string[],
): void {
  const judged = judgeConnection(connectionString, configuredUrl, allowedHosts);
  switch (judged.verdict) {
    case 'allowed':
      return;
    case 'invalid':
      throw new DomainError(vectorBackupErrors.vector_connection_invalid);
    case 'not_allowed':
      throw new DomainError(vectorBackupErrors.vector_connection_not_allowed, { host: judged.address });
  }
}
