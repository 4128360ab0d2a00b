/** The files of a task that become training data; everything else (schema.sql, metadata.txt, logs, backups) is not. */
export interface TrainingFiles {
  readonly ddl: readonly string[];
  readonly documentation: readonly string[];
  readonly pairs: readonly string[];
  /** The reports of sql_validation, newest first: their names hold the time. */
  readonly validationReports: readonly string[];
}

export function trainingFiles(names: readonly string[]): TrainingFiles {
  const matching = (pattern: RegExp): string[] => names.filter((name) => !name.includes('/') && pattern.test(name));
  return {
    ddl: matching(/\.ddl$/i),
    documentation: matching(/\.(md|markdown)$/i),
    pairs: matching(/_pairs?\.json$/i),
    validationReports: matching(/^sql_validation_.*_report\.json$/i).toReversed(),
  };
}
