import { createHmac } from 'node:crypto';

/**
 * `t={unix seconds},v1={HMAC-SHA-256 of "t.body", hexadecimal}`. The receiver computes the same with its secret and
 * refuses signatures older than a few minutes, which prevents replays.
 */
export function webhookSignature(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
