import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { KeysController } from './keys.controller.js';

/** The routes of the API keys. */
@Module({ imports: [AccessModule], controllers: [KeysController] })
export class KeysHttpModule {}
