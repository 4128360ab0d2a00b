import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { AuditController } from './audit.controller.js';

/** The route of the audit log. */
@Module({ imports: [AccessModule], controllers: [AuditController] })
export class AuditHttpModule {}
