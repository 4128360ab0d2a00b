import { setImmediate } from 'node:timers/promises';
import type { RelationOutline } from '#libs/catalog';
import { isoTimestamp } from '#libs/clock';
import { describeStatement, DIFFICULTIES, DIFFICULTY_RULE, difficultyOf, type StatementShape } from '#libs/sql-safety';
import type { StepFiles } from '#libs/steps/step';
import { countOutcome, currentSql, type Outcome } from '../outcome.js';
import { isValid, wasRepaired } from '../pair-result.js';
import { coverageOf, type Covered } from './coverage.js';
import { shownUsage, type ModelUsage } from './model-usage.js';
import { countNamed, readPairNotes } from './pair-kinds.js';

/** Parsing is work of our own thread: after so many statements, others get their turn. */
const TURN = 50;

export const QUALITY_FILE = 'qa_quality.json';

/** How good the valid pairs are as examples: how many, how varied, and how much of the schema they show. */
export async function renderQuality(
  outcome: Outcome,
  listed: readonly RelationOutline[],
  files: StepFiles,
  usage: readonly ModelUsage[],
): Promise<string> {
  const valid = outcome.results.filter(({ final }) => isValid(final));
  const shapes: StatementShape[] = [];
  for (const [index, result] of valid.entries()) {
    if (index % TURN === TURN - 1) {
      await setImmediate();
    }
    const known = wasRepaired(result) ? null : result.shape;
    shapes.push(known ?? (await describeStatement(currentSql(result))));
  }
  const counts = countOutcome(outcome.results);
  const difficulties = shapes.map(difficultyOf);
  const features = new Map<string, number>();
  for (const feature of shapes.flatMap((shape) => [...shape.features.keys()])) {
    features.set(feature, (features.get(feature) ?? 0) + 1);
  }
  const questions = valid.map(({ pair }) => pair.question);
  const notes = await readPairNotes(files);
  const coverage = coverageOf(listed, shapes, notes);
  return JSON.stringify(
    {
      pair_file: outcome.file,
      measured_at: isoTimestamp(outcome.startedAt, outcome.timeZone),
      pairs: outcome.originalCount,
      duplicates_removed: outcome.duplicates.length,
      valid: counts.valid,
      valid_share: counts.successRate,
      empty: counts.validEmpty,
      empty_share: counts.valid === 0 ? 0 : counts.validEmpty / counts.valid,
      repaired: counts.repair.successful,
      coverage: {
        tables: shown(coverage.tables),
        columns: shown(coverage.columns),
        foreign_keys: shown(coverage.foreignKeys),
        technical_columns_left_out: notes.technicalColumns.size,
        unreadable_tables_left_out: [...notes.unreadableTables],
      },
      pairs_by_kind: countNamed(questions, notes.kinds),
      pairs_by_source: countNamed(questions, notes.sources),
      pairs_by_sql_feature: Object.fromEntries([...features].sort(([a], [b]) => a.localeCompare(b, 'en'))),
      pairs_by_difficulty: Object.fromEntries(
        DIFFICULTIES.map((level) => [level, difficulties.filter((difficulty) => difficulty === level).length]),
      ),
      difficulty_rule: DIFFICULTY_RULE,
      model_usage: shownUsage(usage),
    },
    null,
    2,
  );
}

function shown({ covered, total, missing }: Covered): object {
  return { covered, total, share: total === 0 ? 1 : covered / total, missing };
}
