import type { RelationOutline } from '#libs/catalog';
import { isoTimestamp } from '#libs/clock';
import type { Language } from '#libs/language';
import { DIFFICULTIES, DIFFICULTY_RULE, difficultyOf, type StatementShape } from '#libs/sql-safety';
import { qualityFile, type QaScope, type QualityReport } from '#libs/step-files';
import { isValid } from '#libs/statement-validation';
import { countOutcome, type Outcome } from '../outcome.js';
import type { PairResult } from '../pair-result.js';
import { countProofs, weakPairs } from '../proof/proof-report.js';
import { disagreements, slotCounts } from '../read-back/read-backs.js';
import { coverageOf, type Covered } from './coverage.js';
import { shownUsage, type ModelUsage } from './model-usage.js';

/** How good the valid pairs are as examples: how many, how varied, and how much of the schema they show. */
export function renderQuality(
  outcome: Outcome,
  listed: readonly RelationOutline[],
  shapes: readonly StatementShape[],
  scope: QaScope,
  usage: readonly ModelUsage[],
  language: Language,
): string {
  const counts = countOutcome(outcome.results);
  const difficulties = shapes.map(difficultyOf);
  const valid = outcome.results.filter(({ final }) => isValid(final)).map(({ pair }) => pair);
  const coverage = coverageOf(listed, shapes, scope);
  return qualityFile.render({
    pair_file: outcome.file,
    ...(outcome.files.length > 1 ? { pair_files: outcome.files } : {}),
    measured_at: isoTimestamp(outcome.measuredAt, outcome.timeZone),
    pairs: outcome.originalCount,
    duplicates_removed: outcome.duplicates.length,
    valid: counts.valid,
    valid_share: counts.successRate,
    empty: counts.validEmpty,
    empty_share: counts.valid === 0 ? 0 : counts.validEmpty / counts.valid,
    repaired: counts.repair.successful,
    read_back: readBackCounts(outcome.results),
    coverage: {
      tables: withShare(coverage.tables),
      columns: withShare(coverage.columns),
      foreign_keys: withShare(coverage.foreignKeys),
      technical_columns_left_out: scope.technical_columns.length,
      unreadable_tables_left_out: scope.unreadable_tables,
    },
    pairs_by_kind: countEach(valid.map(({ kind }) => kind)),
    pairs_by_source: countEach(valid.map(({ source }) => source)),
    pairs_by_sql_feature: countEach(shapes.flatMap(({ features }) => [...features.keys()])),
    pairs_by_difficulty: Object.fromEntries(
      DIFFICULTIES.map((level) => [level, difficulties.filter((difficulty) => difficulty === level).length]),
    ),
    difficulty_rule: DIFFICULTY_RULE,
    ...(outcome.evidences
      ? {
          proof: {
            ...countProofs(outcome.evidences),
            weak_pairs: weakPairs(outcome.results, outcome.evidences, language),
          },
        }
      : {}),
    model_usage: shownUsage(usage),
  });
}

function readBackCounts(results: readonly PairResult[]): NonNullable<QualityReport['read_back']> {
  const valid = results.filter(({ final }) => isValid(final));
  const disagreeing = disagreements(valid);
  const agree = valid.filter(({ readBack }) => readBack?.agrees === true).length;
  return {
    agree,
    disagree: disagreeing.length,
    unread: valid.length - agree - disagreeing.length,
    disagree_by_slot: Object.fromEntries(slotCounts(disagreeing)),
  };
}

function withShare({ covered, total, missing }: Covered): QualityReport['coverage']['tables'] {
  return { covered, total, share: total === 0 ? 1 : covered / total, missing };
}

function countEach(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en')));
}
