import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { WebhookConfig } from '#libs/config';
import { connectionReason, DomainError } from '#libs/domain-errors';
import type { Text } from '#libs/language';
import { notificationErrors } from '../errors.js';
import { guardedLookup, requirePublicLiteral } from './guarded-lookup.js';
import { webhookSignature } from './webhook-signature.js';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 16 * 1024;

export interface WebhookMessage {
  /** The same for every attempt, so that a receiver can drop a repetition. */
  readonly id: string;
  readonly event: string;
  readonly body: string;
}

/** One request to a receiver. */
export interface Post {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowedHosts: readonly string[];
}

/** The headers of a signed event. */
export function signedHeaders(secret: string, { id, event, body }: WebhookMessage): Record<string, string> {
  return {
    'x-data-pipeline-event': event,
    'x-data-pipeline-delivery': id,
    'x-data-pipeline-signature': webhookSignature(secret, body, new Date()),
  };
}

/** Sends one signed event. @throws DomainError `webhook_address_refused`, `webhook_failed` */
export async function postWebhook(
  { url, secret, allowedHosts }: WebhookConfig,
  message: WebhookMessage,
  ending?: AbortSignal,
): Promise<void> {
  await post({ url, body: message.body, headers: signedHeaders(secret, message), allowedHosts }, ending);
}

/**
 * Sends a JSON body. Redirects are not followed: they could lead to where the address check does not look.
 * @param ending ends the attempt with the process.
 * @returns the beginning of the answer
 * @throws DomainError `webhook_address_refused`, `webhook_failed`
 */
export async function post({ url: target, body, headers, allowedHosts }: Post, ending?: AbortSignal): Promise<string> {
  const url = new URL(target);
  requirePublicLiteral(url, allowedHosts);
  const options: RequestOptions = {
    method: 'POST',
    // A connection that is kept would be used again without a look at its address.
    agent: false,
    lookup: guardedLookup(allowedHosts),
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(ending === undefined ? [] : [ending])]),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'data-pipeline',
      ...headers,
    },
  };
  return new Promise<string>((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(error instanceof DomainError ? error : deliveryFailed(connectionReason(error), error));
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode >= 300) {
        response.resume();
        reject(deliveryFailed(`HTTP ${statusCode}`));
        return;
      }
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        answer = (answer + chunk).slice(0, MAX_ANSWER_BYTES);
      });
      response.on('end', () => resolve(answer));
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

export function deliveryFailed(reason: string | Text, cause?: unknown): DomainError {
  return new DomainError(notificationErrors.webhook_failed, { reason }, { cause });
}
