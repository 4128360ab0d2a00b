/** Parameters of a connection string that lead elsewhere than its host says, or read files of this machine. */
const FORBIDDEN_PARAMETERS = ['host', 'hostaddr', 'port', 'socket', 'sslcert', 'sslkey', 'sslrootcert', 'options'];

export type ConnectionVerdict =
  | { readonly verdict: 'allowed' }
  /** Not a connection string, or one with parameters that clients must not set. */
  | { readonly verdict: 'invalid' }
  /** A server that is not allowed. */
  | { readonly verdict: 'not_allowed'; readonly address: string };

/**
 * Checks a client's connection string. It may name the configured server and servers that the operator allows: other
 * servers would let clients probe the network of this machine (SSRF).
 * @param allowedHosts `host` or `host:port`
 */
export function judgeConnection(
  connectionString: string,
  configuredUrl: string,
  allowedHosts: readonly string[],
): ConnectionVerdict {
  if (!URL.canParse(connectionString)) {
    return { verdict: 'invalid' };
  }
  const url = new URL(connectionString);
  const leadsAway = FORBIDDEN_PARAMETERS.some((name) => url.searchParams.has(name));
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.pathname.length < 2 || leadsAway) {
    return { verdict: 'invalid' };
  }
  const [host, address] = [url.hostname.toLowerCase(), addressOf(url)];
  const allowed = allowedHosts.some((item) => [host, address].includes(item.toLowerCase()));
  return allowed || address === addressOf(new URL(configuredUrl))
    ? { verdict: 'allowed' }
    : { verdict: 'not_allowed', address };
}

/** `host:port` */
function addressOf(url: URL): string {
  return `${url.hostname.toLowerCase()}:${url.port || '5432'}`;
}
