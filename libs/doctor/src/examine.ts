import { type ConfigurationError, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { createEmbedder } from '#libs/language-model';
import type { Message } from '#libs/language';
import { redactSecrets } from '#libs/redaction';
import { fail, ok, reasonOf, type Check, type CheckName } from './check.js';
import { businessDatabaseChecks } from './checks/business-database.js';
import { embeddingChecks, modelChecks } from './checks/models.js';
import { queueChecks } from './checks/queue.js';
import { diskChecks, storageChecks } from './checks/storage.js';
import { taskDatabaseChecks } from './checks/task-database.js';
import { vectorStoreChecks } from './checks/vector-store.js';
import { found, remedies } from './messages.js';

/** Of one check; all of them run at the same time. */
const LIMIT_SECONDS = 15;

interface Examiner {
  readonly name: CheckName;
  readonly remedy: Message;
  readonly run: (signal: AbortSignal) => Promise<Check[]>;
}

/**
 * Looks at everything that an installation needs: reads, and writes one file to the storage and nothing else. A check that
 * fails never ends the others. No message holds a secret.
 */
export async function examine(config: ResolvedConfig): Promise<Check[]> {
  const checks = await Promise.all(examinersOf(config).map(outcomeOf));
  return [ok('configuration', found.configuration_ok()), ...checks.flat()];
}

/** The checks of a configuration that cannot be used. */
export function problemsOf({ problems }: ConfigurationError): Check[] {
  return problems.map(({ variable, message }) =>
    fail('configuration', found.configuration_problem({ variable, problem: message }), remedies.configuration()),
  );
}

function examinersOf(config: ResolvedConfig): Examiner[] {
  const { businessDatabaseUrl, vectorDatabaseUrl, queueUrl } = config;
  const service = (name: CheckName, variable: string, run: Examiner['run']): Examiner => ({
    name,
    remedy: remedies.service({ variable }),
    run,
  });
  const { identity } = createEmbedder(config.embedding);
  return [
    service('task_database', 'DATABASE_URL', (signal) => taskDatabaseChecks(config, signal)),
    service('queue', 'QUEUE_URL', (signal) => queueChecks(queueUrl, config.queuePrefix, signal)),
    service('business_database', 'BUSINESS_DATABASE_URL', (signal) =>
      businessDatabaseChecks(businessDatabaseUrl, config.embedded?.business === true, signal),
    ),
    service('vector_store', 'VECTOR_DATABASE_URL', (signal) => vectorStoreChecks(vectorDatabaseUrl, identity, signal)),
    service('embeddings', 'EMBEDDING_BASE_URL', (signal) => embeddingChecks(config, signal)),
    service('model', 'LLM_BASE_URL', (signal) => modelChecks(config, signal)),
    { name: 'storage', remedy: remedies.storage(), run: () => storageChecks(config) },
    { name: 'disk', remedy: remedies.disk(), run: () => diskChecks(config) },
  ];
}

async function outcomeOf({ name, remedy, run }: Examiner): Promise<Check[]> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Check[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([fail(name, found.no_answer({ seconds: LIMIT_SECONDS }), remedy)]);
      stop.abort(new Error('the check took too long'));
    }, LIMIT_SECONDS * 1000);
  });
  const checked = run(stop.signal).catch((error: unknown) => [fail(name, messageOf(error), remedy)]);
  return Promise.race([checked, limit]).finally(() => clearTimeout(timer));
}

function messageOf(error: unknown): Message {
  const reason = error instanceof DomainError ? reasonOf(error) : redactSecrets((error as Error).message);
  return found.not_examined({ reason });
}
