import { defineErrors } from '#libs/domain-errors';

export const monitorErrors = defineErrors({
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
});
