import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessErrors, type AttemptLimit, hashApiKey, type KeyRing, type Principal } from '#libs/access';
import { DomainError } from '#libs/domain-errors';
import { setWrongKey } from './request-facts.js';
import { keyOfRequest } from './request-key.js';
import type { SessionCookies } from './session-cookie.js';

/** Finds the sender of a request by the key in a header, else by the session of its browser. */
export class Authenticator {
  /** @param guesses of keys, by one address */
  constructor(
    private readonly keys: KeyRing,
    private readonly sessions: SessionCookies,
    private readonly guesses: AttemptLimit,
  ) {}

  /** @throws DomainError `key_missing`, `key_unknown`, `too_many_wrong_keys` */
  async identify(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    const key = keyOfRequest(request);
    // A session was sealed here, so an end of its key is no guess.
    return key === null
      ? this.keys.identifyHash(this.sessions.read(request)?.keyHash ?? null)
      : this.identifyKey(key, request, reply);
  }

  /**
   * Unknown keys of one address are limited: a key can be as weak as the operator who wrote it into `API_KEYS`.
   * @throws DomainError `key_unknown`, `too_many_wrong_keys`
   */
  async identifyKey(key: string, request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    const [sender, secret] = [request.ip, hashApiKey(key)];
    const seconds = this.guesses.secondsToWait(sender, secret);
    if (seconds > 0) {
      void reply.header('retry-after', seconds);
      throw new DomainError(accessErrors.too_many_wrong_keys, { seconds });
    }
    try {
      const principal = await this.keys.identify(key);
      this.guesses.succeeded(sender, secret);
      return principal;
    } catch (error) {
      if (error instanceof DomainError && error.code === accessErrors.key_unknown.code) {
        await this.guesses.failed(sender);
        setWrongKey(request);
      }
      throw error;
    }
  }

  /** Whether what the request came with is still accepted; for streams, which outlive their start. */
  isStillValid(request: FastifyRequest): Promise<boolean> {
    const key = keyOfRequest(request);
    return this.keys.isValid(key === null ? (this.sessions.read(request)?.keyHash ?? null) : hashApiKey(key));
  }
}
