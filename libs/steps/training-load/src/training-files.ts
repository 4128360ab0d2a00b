/** The files of a task that become training data; everything else (metadata.txt, logs, backups) is not. */
export interface TrainingFiles {
  readonly ddl: readonly string[];
  readonly documentation: readonly string[];
  readonly pairs: readonly string[];
  /** The reports of sql_validation, newest first: their names hold the time. */
  readonly validationReports: readonly string[];
  /** SQL without questions, which nobody but a person or a model could make pairs of. */
  readonly ignored: readonly string[];
}

/** All tables in one file, for people and for `psql`: their `.ddl` files say the same. */
const SCHEMA_BUNDLE = 'schema.sql';

export function trainingFiles(names: readonly string[]): TrainingFiles {
  const matching = (pattern: RegExp): string[] =>
    names.filter((name) => !/\/|\.backup/.test(name) && pattern.test(name));
  return {
    ddl: matching(/\.ddl$/i),
    documentation: matching(/\.(md|markdown)$/i),
    pairs: matching(/_pairs?\.(json|sql)$/i),
    validationReports: matching(/^sql_validation_.*_report\.json$/i).toReversed(),
    ignored: matching(/(?<!_pairs?)\.sql$/i).filter((name) => name !== SCHEMA_BUNDLE),
  };
}
