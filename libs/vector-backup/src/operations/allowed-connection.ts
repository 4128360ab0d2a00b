import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';

/** Parameters of a connection string that lead elsewhere than its host says, or read files of this machine. */
const FORBIDDEN_PARAMETERS = ['host', 'hostaddr', 'port', 'socket', 'sslcert', 'sslkey', 'sslrootcert', 'options'];

/**
 * Checks a connection string of a client. It may name the server of the configured vector database, and the servers
 * that the operator allows: otherwise the API would reach, and tell about, whatever the worker can reach.
 * @throws DomainError `vector_connection_invalid`, `vector_connection_not_allowed`
 */
export function requireAllowedConnection(
  connectionString: string,
  configuredUrl: string,
  allowedHosts: readonly string[],
): void {
  if (!URL.canParse(connectionString)) {
    throw new DomainError(vectorBackupErrors.vector_connection_invalid);
  }
  const url = new URL(connectionString);
  const leadsAway = FORBIDDEN_PARAMETERS.some((name) => url.searchParams.has(name));
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.pathname.length < 2 || leadsAway) {
    throw new DomainError(vectorBackupErrors.vector_connection_invalid);
  }
  const [host, address] = [url.hostname.toLowerCase(), addressOf(url)];
  const allowed = allowedHosts.some((item) => [host, address].includes(item.toLowerCase()));
  if (!allowed && address !== addressOf(new URL(configuredUrl))) {
    throw new DomainError(vectorBackupErrors.vector_connection_not_allowed, { host: address });
  }
}

/** `host:port` */
function addressOf(url: URL): string {
  return `${url.hostname.toLowerCase()}:${url.port || '5432'}`;
}
