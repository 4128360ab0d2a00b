import type { DataSource } from 'typeorm';
import type { ResolvedConfig } from '#libs/config';
import { ModelCallLimiter } from '#libs/database';

/** Requests of a worker that died count against the limits until no attempt can be under way any more. */
const CALL_MARGIN_MS = 10_000;

/** Keeps all workers together within the limits of the chat model; absent where none is configured. */
export function callLimiterOf(chat: ResolvedConfig['chat'], dataSource: DataSource): ModelCallLimiter | undefined {
  return chat
    ? new ModelCallLimiter(dataSource, { ...chat.limits, longestCallMs: chat.timeoutMs + CALL_MARGIN_MS })
    : undefined;
}
