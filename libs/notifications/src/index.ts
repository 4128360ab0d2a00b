export { notificationErrors } from './errors.js';
export { EVENT_KINDS, type EventKind, type EventPayload } from './event-kinds.js';
export { postWebhook } from './http/post-webhook.js';
export { NotificationDeliveries, type RetrySchedule } from './notification-deliveries.js';
export { NotificationOutbox } from './notification-outbox.js';
export {
  DELIVERY_STATES,
  NotificationTargetsService,
  stateOf,
  type DeliveryState,
} from './notification-targets.service.js';
export { NotificationsModule } from './notifications.module.js';
export { TARGET_KINDS, type TargetKind } from './shapes/shape.js';
