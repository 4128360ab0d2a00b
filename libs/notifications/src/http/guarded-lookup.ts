import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError } from '#libs/domain-errors';
import { notificationErrors } from '../errors.js';
import { isPublicAddress } from './public-address.js';

/**
 * Resolves a host for a connection and refuses addresses that are not public. The connection goes to the very
 * addresses that were checked, so a name that changes its answer in between gains nothing.
 * @param allowedHosts hosts for which any address will do.
 */
export function guardedLookup(allowedHosts: readonly string[]): LookupFunction {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const refused = allowed.has(host.toLowerCase())
        ? undefined
        : addresses.find(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (refused !== undefined || first === undefined) {
        callback(refusal(host, refused?.address ?? ''), '', 0);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** An address in the URL itself is connected to without any lookup. @throws DomainError `webhook_address_refused` */
export function requirePublicLiteral(url: URL, allowedHosts: readonly string[]): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowedHosts.includes(host) && !isPublicAddress(host)) {
    throw refusal(host, host);
  }
}

function refusal(host: string, address: string): DomainError {
  return new DomainError(notificationErrors.webhook_address_refused, { host, address });
}
