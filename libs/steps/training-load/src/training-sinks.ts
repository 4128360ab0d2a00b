import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import { isSinkName, SINK_NAMES, type SinkName } from '#libs/pipeline';
import { trainingLoadErrors } from './errors.js';
import { FileSink } from './file-sink.js';
import { PgvectorStoreSink } from './pgvector-store-sink.js';
import type { TrainingSinks } from './sink.js';
import { VannaSink } from './vanna-sink.js';

export interface SinkDependencies {
  readonly embedder: Embedder;
  readonly vectorDatabaseUrl: string;
  /** A self-check below it is reported as weak, 0 to 100; absent: 80. */
  readonly selfCheckMinPercent?: number | undefined;
}

export function createTrainingSinks({
  embedder,
  vectorDatabaseUrl,
  selfCheckMinPercent = 80,
}: SinkDependencies): TrainingSinks {
  return {
    vanna: new VannaSink(embedder, vectorDatabaseUrl, selfCheckMinPercent),
    pgvector_store: new PgvectorStoreSink(embedder, vectorDatabaseUrl, selfCheckMinPercent),
    files: new FileSink(),
  };
}

/**
 * The sinks of a task, in the order in which they load.
 * @param names as stored with the task: another version of the product may have known other sinks
 * @throws DomainError `training_sink_unknown`
 */
export function requestedSinks(names: readonly string[], sinks: TrainingSinks): SinkName[] {
  const unknown = names.filter((name) => !isSinkName(name));
  if (unknown.length > 0) {
    throw new DomainError(
      trainingLoadErrors.training_sink_unknown,
      { sinks: unknown.join(', '), known: SINK_NAMES.join(', ') },
      { details: { unknown, known: SINK_NAMES } },
    );
  }
  const requested = SINK_NAMES.filter((name) => names.includes(name));
  return [...requested.filter((name) => sinks[name].isStaged), ...requested.filter((name) => !sinks[name].isStaged)];
}
