import pg from 'pg';
import { isOwnHost } from './own-host.js';

const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];
/** Parameters that clients may set, with their values. All others lead elsewhere, read files or lift limits of sessions. */
const ALLOWED_PARAMETERS: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['sslmode', (value: string) => TLS_MODES.includes(value)],
  ['uselibpqcompat', (value: string) => value === 'true' || value === 'false'],
]);

export type ConnectionVerdict =
  | { readonly verdict: 'allowed' }
  /** Not a connection string, or one with parameters that clients must not set. */
  | { readonly verdict: 'invalid' }
  /** A server that is not allowed. */
  | { readonly verdict: 'not_allowed'; readonly address: string };

/**
 * Checks a client's connection string. It may name the configured server and servers that the operator allows: other
 * servers would let clients probe the network of this machine (SSRF). The driver itself tells where the string leads, and
 * a string that the standard reads in another way is invalid.
 * @param allowedHosts `host` or `host:port`
 */
export function judgeConnection(
  connectionString: string,
  configuredUrl: string,
  allowedHosts: readonly string[],
): ConnectionVerdict {
  const target = clientTarget(connectionString);
  if (target === null) {
    return { verdict: 'invalid' };
  }
  const { host, address } = target;
  const allowed = allowedHosts.some((item) => [host, address].includes(item.toLowerCase()));
  return allowed || isSameServer(target, targetOf(configuredUrl))
    ? { verdict: 'allowed' }
    : { verdict: 'not_allowed', address };
}

/** Whether two connection strings lead to one database, under any name of its server. */
export function isSameDatabase(left: string, right: string): boolean {
  const [one, other] = [driverTarget(left), driverTarget(right)];
  return one !== null && other !== null && isSameServer(one, other) && one.database === other.database;
}

function isSameServer(one: Target, other: Target): boolean {
  return one.address === other.address || (one.port === other.port && isOwnHost(one.host) && isOwnHost(other.host));
}

interface Target {
  readonly host: string;
  readonly port: number;
  /** `host:port` */
  readonly address: string;
  readonly database: string;
}

function clientTarget(connectionString: string): Target | null {
  // The standard drops blanks and control characters around and in a URL, the driver does not.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0020\u007f\\]/.test(connectionString) || !URL.canParse(connectionString)) {
    return null;
  }
  const url = new URL(connectionString);
  const hasOtherParameters = [...url.searchParams].some(([name, value]) => !ALLOWED_PARAMETERS.get(name)?.(value));
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.hash !== '' || hasOtherParameters) {
    return null;
  }
  const target = driverTarget(connectionString);
  const port = url.port || '5432';
  const isTheSame =
    target?.host === bareHost(url.hostname) &&
    target.address === `${bareHost(url.hostname)}:${port}` &&
    url.pathname.length > 1 &&
    target.database === decoded(url.pathname.slice(1));
  return isTheSame ? target : null;
}

/** Where the driver would connect to; null where it cannot read the string. */
function driverTarget(connectionString: string): Target | null {
  try {
    return targetOf(connectionString);
  } catch {
    return null;
  }
}

/** @throws the driver's error */
function targetOf(connectionString: string): Target {
  // eslint-disable-next-line no-restricted-syntax -- it never connects
  const { host, port, database = '' } = new pg.Client({ connectionString });
  const bare = bareHost(host);
  return { host: bare, port, address: `${bare}:${port}`, database };
}

/** Lower case, without the brackets of an IPv6 address. */
function bareHost(host: string): string {
  return host.toLowerCase().replace(/^\[(.+)\]$/, '$1');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
