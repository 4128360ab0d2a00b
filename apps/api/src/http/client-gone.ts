import type { FastifyReply } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { httpErrors } from './errors.js';

/** Aborted when the client has disconnected. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort(new DomainError(httpErrors.client_gone)));
  return gone.signal;
}
