import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { WebhookConfig } from '#libs/config';
import { connectionReason, DomainError } from '#libs/domain-errors';
import type { Text } from '#libs/language';
import { monitorErrors } from '../errors.js';
import { guardedLookup, requirePublicLiteral } from './guarded-lookup.js';
import { webhookSignature } from './webhook-signature.js';

const TIMEOUT_MS = 10_000;

export interface WebhookMessage {
  /** The same for every attempt, so that a receiver can drop a repetition. */
  readonly id: string;
  readonly event: string;
  readonly body: string;
}

/**
 * Sends one event. Redirects are not followed: they could lead to where the address check does not look.
 * @param ending ends the attempt with the process.
 * @throws DomainError `webhook_address_refused`, `webhook_failed`
 */
export async function postWebhook(
  webhook: WebhookConfig,
  { id, event, body }: WebhookMessage,
  ending?: AbortSignal,
): Promise<void> {
  const url = new URL(webhook.url);
  requirePublicLiteral(url, webhook.allowedHosts);
  const options: RequestOptions = {
    method: 'POST',
    // A connection that is kept would be used again without a look at its address.
    agent: false,
    lookup: guardedLookup(webhook.allowedHosts),
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(ending === undefined ? [] : [ending])]),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'data-pipeline',
      'x-data-pipeline-event': event,
      'x-data-pipeline-delivery': id,
      'x-data-pipeline-signature': webhookSignature(webhook.secret, body, new Date()),
    },
  };
  await new Promise<void>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) {
        resolve();
      } else {
        reject(failed(`HTTP ${statusCode}`));
      }
    });
    request.on('error', (error) =>
      reject(error instanceof DomainError ? error : failed(connectionReason(error), error)),
    );
    request.end(body);
  });
}

function failed(reason: string | Text, cause?: unknown): DomainError {
  return new DomainError(monitorErrors.webhook_failed, { reason }, { cause });
}
