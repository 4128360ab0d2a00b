import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from '../http/errors.js';

/**
 * The keys of the installation. Only their hashes stay in memory. Without keys everything is open, and the
 * configuration lets the API listen on loopback only.
 */
export class ApiKeys {
  private readonly hashes: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.hashes = keys.map(hashOf);
  }

  /** @throws DomainError `key_missing`, `key_unknown` */
  require(request: FastifyRequest): void {
    if (this.hashes.length === 0) {
      return;
    }
    const given = keyOf(request);
    if (given === null) {
      throw new DomainError(httpErrors.key_missing);
    }
    const hash = hashOf(given);
    // Every hash is compared, so that the time says nothing about which one fits.
    if (this.hashes.filter((known) => timingSafeEqual(known, hash)).length === 0) {
      throw new DomainError(httpErrors.key_unknown);
    }
  }
}

/** `X-API-Key`, `Authorization: Bearer`, or, for browsers on the dashboards, the password of `Authorization: Basic`. */
function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') {
    return header;
  }
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ', 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return value;
    case 'basic':
      return Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
    default:
      return null;
  }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
