import type { FastifyRequest } from 'fastify';

/** `X-API-Key`, `Authorization: Bearer`, or, for browsers on the dashboards, the password of `Authorization: Basic`. */
export function keyOfRequest(request: Pick<FastifyRequest, 'headers'>): string | null {
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

/**
 * Whether the client itself has put the key there. Browsers add cookies, and the password of Basic authentication, to what
 * pages of other sites send, too; these headers they let no such page set.
 */
export function sendsKeyItself({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['x-api-key'] !== undefined || /^bearer /i.test(headers.authorization ?? '');
}
