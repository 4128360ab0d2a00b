import { pathToFileURL } from 'node:url';
import { environmentSchema } from '#libs/config';
import type { DemoOptions } from './demo-options.js';

/** They change how the demo runs, and reach nothing outside of it. */
const TUNING = [
  'APP_TIMEZONE',
  'DATABASE_POOL_SIZE',
  'LEASE_SECONDS',
  'LOG_LEVEL',
  'SHUTDOWN_GRACE_SECONDS',
  'STEP_ATTEMPTS',
  'QUEUE_CHECK_SECONDS',
  'SWEEP_INTERVAL_SECONDS',
  'UNAVAILABLE_RETRY_SECONDS',
  'WORKER_CONCURRENCY',
];
const MODEL = /^(LLM|EMBEDDING)_/;

/**
 * The environment of the demo's processes. The demo never touches what the caller's environment configures: databases,
 * queue, storage, keys, webhooks and models. What an option names is the exception.
 * @param folder where everything of the demo lives
 */
export function demoEnvironment(
  options: DemoOptions,
  environment: NodeJS.ProcessEnv,
  folder: string,
): NodeJS.ProcessEnv {
  const dropped = Object.keys(environmentSchema.shape).filter(
    (name) => !TUNING.includes(name) && !(options.withModel && MODEL.test(name)),
  );
  const kept = Object.entries(environment).filter(([name]) => !dropped.includes(name));
  return {
    ...Object.fromEntries(kept),
    DATA_DIRECTORY: folder,
    // Somebody watches: a database that is away is an answer, not something to wait for.
    UNAVAILABLE_RETRY_SECONDS: environment['UNAVAILABLE_RETRY_SECONDS'] ?? '0',
    ...(options.businessUrl === undefined ? {} : { BUSINESS_DATABASE_URL: options.businessUrl }),
    ...(options.out === undefined ? {} : { STORAGE_URL: pathToFileURL(options.out).toString() }),
  };
}
