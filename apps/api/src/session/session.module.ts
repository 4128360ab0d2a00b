import { Module } from '@nestjs/common';
import { SecurityModule } from '../security/security.module.js';
import { SessionController } from './session.controller.js';

/** Logins of browsers. */
@Module({ imports: [SecurityModule], controllers: [SessionController] })
export class SessionHttpModule {}
