import { isoTimestamp } from '#libs/clock';
import type { Language } from '#libs/language';
import type { ReadBack } from '#libs/pair-read-back';
import { validationReportFile, type ReportResult, type ValidationReport } from '#libs/step-files';
import { isValid } from '#libs/statement-validation';
import { isCompared } from '../read-back/evidence.js';
import { countOutcome, problemText, type Outcome } from '../outcome.js';
import { wasRepaired, type PairResult } from '../pair-result.js';
import { countProofs, reasonsOf } from '../proof/proof-report.js';
import type { PlacedPair } from '../placed-pair.js';

export function reportText(outcome: Outcome, language: Language): string {
  const isSeveral = outcome.files.length > 1;
  const place = ({ file, number, pair }: PlacedPair) => ({
    index: number + 1,
    ...(isSeveral ? { file } : {}),
    pair_id: pair.id,
    question: pair.question,
    sql: pair.sql,
  });
  const counts = countOutcome(outcome.results);
  const report: ValidationReport = {
    metadata: {
      input_file: outcome.file,
      ...(isSeveral ? { input_files: [...outcome.files] } : {}),
      validation_time: isoTimestamp(outcome.measuredAt, outcome.timeZone),
      total_validation_time: outcome.duration,
      database_connection: `postgresql://***@${outcome.database}`,
      config: { ...outcome.config },
    },
    summary: {
      total_questions: outcome.results.length,
      valid_sqls: counts.valid,
      invalid_sqls: counts.invalid,
      valid_empty: counts.validEmpty,
      timeouts: counts.timeouts,
      duplicates_removed: outcome.duplicates.length,
      success_rate: counts.successRate,
      average_execution_time: counts.averageTime,
      total_retries: counts.retries,
      repair_stats: counts.repair,
      file_modification_stats: modificationStats(outcome),
      ...(outcome.evidences ? { proof: countProofs(outcome.evidences) } : {}),
    },
    detailed_results: outcome.results.map((result) => ({
      ...place(result),
      valid: isValid(result.final),
      status: result.final.status,
      error_message: problemText(result),
      sqlstate: result.first.problem?.sqlstate ?? null,
      position: result.first.problem?.position ?? null,
      hint: result.first.problem?.hint ?? null,
      execution_time: result.first.seconds,
      retry_count: result.first.retries,
      repair_attempted: result.repair !== null,
      repair_successful: wasRepaired(result),
      repaired_by: result.repair?.by ?? null,
      repaired_sql: result.repair?.sql ?? null,
      repair_error: result.repair?.error ?? null,
      read_back: isCompared(result.readBack) ? reported(result.readBack) : null,
      ...proofOf(result, outcome, language),
    })),
    duplicates: outcome.duplicates.map(place),
  };
  return validationReportFile.render(report);
}

function reported({ agrees, by, slots }: ReadBack): ReportResult['read_back'] {
  return { agrees, by, slots: [...slots] };
}

function proofOf({ index }: PairResult, { evidences }: Outcome, language: Language): Partial<ReportResult> {
  const evidence = evidences?.get(index);
  return evidence === undefined ? {} : { evidence, weaknesses: reasonsOf(evidence, language) };
}

export function modificationStats({ modification }: Outcome): {
  modified: number;
  deleted: number;
  failed_modifications: number;
} {
  return {
    modified: modification?.modified.length ?? 0,
    deleted: modification?.deleted.length ?? 0,
    failed_modifications: 0,
  };
}
