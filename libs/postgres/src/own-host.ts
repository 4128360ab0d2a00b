import { isIPv4 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const LOOPBACK_NAMES = new Set(['localhost', 'localhost.localdomain', 'ip6-localhost', '::1', '0:0:0:0:0:0:0:1']);

/**
 * Whether a host is this machine, under any of its names: loopback, its host name, the addresses of its interfaces.
 * Names are compared, none is looked up: an answer of a name server could be another one at the time of the connection.
 * @param host lower case, without brackets
 */
export function isOwnHost(host: string): boolean {
  return LOOPBACK_NAMES.has(host) || (isIPv4(host) && host.startsWith('127.')) || ownNames().has(host);
}

function ownNames(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const name = hostname();
  return new Set([name, name.split('.')[0] ?? name, ...addresses].map((own) => own.toLowerCase()));
}
