import { defineErrors } from '#libs/domain-errors';

export const notificationErrors = defineErrors({
  webhook_address_refused: {
    kind: 'forbidden',
    zh: 'Webhook 主机 {host} 解析为非公网地址 {address}。如确需使用，请加入 WEBHOOK_ALLOWED_HOSTS',
    en: 'the webhook host {host} has the private or local address {address}: add it to WEBHOOK_ALLOWED_HOSTS if that is meant',
  },
  webhook_failed: {
    kind: 'unavailable',
    zh: 'Webhook 投递失败：{reason}',
    en: 'the webhook did not take the event: {reason}',
  },
  notification_target_not_found: {
    kind: 'not_found',
    zh: '通知目标不存在: {target}',
    en: 'notification target not found: {target}',
  },
  notification_target_exists: {
    kind: 'conflict',
    zh: '已有名为 {name} 的通知目标。请换一个名称，或先删除它',
    en: 'a notification target is named {name} already: take another name, or delete it first',
  },
  notification_secret_missing: {
    kind: 'validation',
    zh: 'webhook 类型的通知目标需要 secret（至少 16 个字符），用于签名',
    en: 'a target of kind webhook needs a secret of at least 16 characters, which signs what is sent',
  },
  notification_delivery_not_found: {
    kind: 'not_found',
    zh: '通知投递记录不存在: {delivery}',
    en: 'notification delivery not found: {delivery}',
  },
});
