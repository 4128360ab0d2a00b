import { Module } from '@nestjs/common';
import { NotificationsModule } from '#libs/notifications';
import { NotificationsController } from './notifications.controller.js';

/** Routes of notifications. */
@Module({ imports: [NotificationsModule], controllers: [NotificationsController] })
export class NotificationsHttpModule {}
