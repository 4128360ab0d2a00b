import type { FastifyReply, FastifyRequest } from 'fastify';

/** A rest of this size is read and dropped, so that the connection can be used again. */
const DRAINED_BYTES = 16 * 1024 ** 2;
/** Time that the client has to read the answer while the rest of its body is dropped. */
const LINGER_MS = 2_000;

/**
 * For a request that is answered before its body was read. An unread body would block the connection, until the time
 * limit of the request ends it: a small rest is dropped, and after a large one the connection closes.
 */
export function leaveUnreadBody({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete || raw.destroyed) {
    return;
  }
  raw.unpipe();
  raw.resume();
  if (Number(raw.headers['content-length'] ?? Infinity) <= DRAINED_BYTES) {
    // Fastify closes after a body that it refuses; a client that is still writing would lose the answer.
    void reply.removeHeader('connection');
    return;
  }
  void reply.header('connection', 'close');
  const { socket } = raw;
  reply.raw.once('finish', () => setTimeout(() => socket.destroy(), LINGER_MS).unref());
}
