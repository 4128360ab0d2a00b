import { Module } from '@nestjs/common';
import { AccessModule, KeyRing } from '#libs/access';
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
      inject: [KeyRing, SessionCookies, CONFIG],
      useFactory: (keys: KeyRing, sessions: SessionCookies, { wrongKeysPerMinute }: ResolvedConfig) =>
        new Authenticator(keys, sessions, wrongKeysPerMinute),
    },
  ],
  exports: [Authenticator, SessionCookies],
})
export class SecurityModule {}
