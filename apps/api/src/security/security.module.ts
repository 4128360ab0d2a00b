import { Module } from '@nestjs/common';
import { AccessModule, AttemptLimits, KeyRing } from '#libs/access';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { openSecretBox } from '#libs/secrets';
import { Authenticator } from './authenticator.js';
import { SessionCookies } from './session-cookie.js';

/** Keys and sessions of requests. */
@Module({
  imports: [AccessModule],
  providers: [
    {
      provide: SessionCookies,
      inject: [CONFIG],
      useFactory: async (config: ResolvedConfig) => new SessionCookies(await openSecretBox(config)),
    },
    {
      provide: Authenticator,
      inject: [KeyRing, SessionCookies, AttemptLimits],
      useFactory: (keys: KeyRing, sessions: SessionCookies, limits: AttemptLimits) =>
        new Authenticator(keys, sessions, limits.of('key')),
    },
  ],
  exports: [Authenticator, SessionCookies],
})
export class SecurityModule {}
