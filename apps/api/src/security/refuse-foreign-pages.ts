import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { accessErrors } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { sendsKeyItself } from './request-key.js';

type Question = Pick<FastifyRequest, 'method' | 'headers'>;

/** They change nothing; and without CORS a foreign page cannot read the answers. */
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Prevents abuse of the credentials of a browser: its place on this machine, or the password of Basic authentication.
 * Cross-site requests that change something are refused. While no key is required, requests with a foreign host name
 * are refused too (DNS rebinding). Requests with a key in a header come from programs and pass.
 * @param needsNoKey no key is required; only this machine reaches the API then.
 * @throws DomainError `host_not_local`, `foreign_page`
 */
export function refuseForeignPages(request: Question, needsNoKey: boolean): void {
  const { host } = request.headers;
  if (needsNoKey && host !== undefined && !isLocal(host)) {
    throw new DomainError(accessErrors.host_not_local, { host });
  }
  if (!READING.has(request.method) && !sendsKeyItself(request) && isFromElsewhere(request)) {
    throw new DomainError(accessErrors.foreign_page);
  }
}

function isLocal(host: string): boolean {
  const name = hostOf(`http://${host}`)?.hostname ?? '';
  return /(^|\.)localhost$/.test(name) || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Every browser says it: with `Sec-Fetch-Site` to secure origins and localhost, with `Origin` elsewhere. */
function isFromElsewhere({ headers }: Question): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    return site !== 'same-origin' && site !== 'none';
  }
  return headers.origin !== undefined && hostOf(headers.origin)?.host !== headers.host?.toLowerCase();
}

function hostOf(url: string): Pick<URL, 'host' | 'hostname'> | null {
  return URL.canParse(url) ? new URL(url) : null;
}
