import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG } from '#libs/config';
import { NotificationDeliveryEntity, NotificationTargetEntity } from '#libs/database';
import { openSecretBox, SecretBox } from '#libs/secrets';
import { NotificationDeliveries } from './notification-deliveries.js';
import { NotificationOutbox } from './notification-outbox.js';
import { NotificationTargetsService } from './notification-targets.service.js';

/** Tells people and programs what happened. */
@Module({
  imports: [TypeOrmModule.forFeature([NotificationTargetEntity, NotificationDeliveryEntity])],
  providers: [
    { provide: SecretBox, useFactory: openSecretBox, inject: [CONFIG] },
    NotificationOutbox,
    NotificationDeliveries,
    NotificationTargetsService,
  ],
  exports: [NotificationOutbox, NotificationDeliveries, NotificationTargetsService],
})
export class NotificationsModule {}
