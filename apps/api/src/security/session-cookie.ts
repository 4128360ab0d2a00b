import type { SerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { secretErrors, type SecretBox } from '#libs/secrets';

const NAME = 'data_pipeline_session';
/** Binds the encrypted text to its purpose: no other secret of the installation decrypts as a session. */
const CONTEXT = 'session cookie';
const LIFETIME_MS = 7 * 86_400_000;

/** The login of a browser. */
export interface Session {
  /** SHA-256 of the key; the key itself is in no cookie. */
  readonly keyHash: string;
  readonly expiresAt: Date;
}

/**
 * Sessions of browsers: a cookie with the hash of the key, encrypted with the secret of the installation. No process keeps
 * anything, so every api process of an installation accepts it; the key is looked up again on each request.
 */
export class SessionCookies {
  constructor(
    private readonly secrets: SecretBox,
    private readonly now: () => number = Date.now,
  ) {}

  /** Null without a session, for one that has ended, and for a cookie that was not written here. */
  read(request: Pick<FastifyRequest, 'cookies'>): Session | null {
    const sealed = request.cookies[NAME];
    if (sealed === undefined || sealed === '') {
      return null;
    }
    const [keyHash = '', expiry = ''] = (this.decrypted(sealed) ?? '').split(' ');
    const expiresAt = new Date(Number(expiry));
    return keyHash !== '' && expiresAt.getTime() > this.now() ? { keyHash, expiresAt } : null;
  }

  begin(request: FastifyRequest, reply: FastifyReply, keyHash: string): Session {
    const expiresAt = new Date(this.now() + LIFETIME_MS);
    const sealed = this.secrets.encrypt(`${keyHash} ${expiresAt.getTime()}`, CONTEXT);
    void reply.setCookie(NAME, sealed, { ...attributes(request), expires: expiresAt });
    return { keyHash, expiresAt };
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    void reply.clearCookie(NAME, attributes(request));
  }

  private decrypted(sealed: string): string | null {
    try {
      return this.secrets.decrypt(sealed, CONTEXT);
    } catch (error) {
      if (error instanceof DomainError && error.code === secretErrors.secret_unreadable.code) {
        return null;
      }
      throw error;
    }
  }
}

/** The path is the whole site: a proxy may serve the API below a prefix that this process does not see. */
function attributes({ protocol }: Pick<FastifyRequest, 'protocol'>): SerializeOptions {
  return { httpOnly: true, sameSite: 'strict', secure: protocol === 'https', path: '/' };
}
