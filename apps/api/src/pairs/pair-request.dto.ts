import { REVIEW_STATES, type ReviewState } from '#libs/database';
import { PAIR_ORDERS, RISKS, type PairFilter, type PairOrder, type Risk } from '#libs/pair-review';
import { DIFFICULTIES, type Difficulty } from '#libs/sql-safety';
import { LONGEST_QUESTION, PAIR_SOURCES, type PairSource } from '#libs/step-files';
import { ChoiceField, FlagField, IntegerField, TextField } from '../fields/field.js';
import { Rule } from '../fields/request-rule.js';
import { LimitField } from '../http/paging.js';
import { TASK_ID } from '../http/task-path.dto.js';
import { TimeBoundField } from '../http/time-bounds.js';
import { BodyExample } from '../openapi/body-example.js';

const STATE = { optional: true, description: 'Only pairs in this state of review' } as const;
const KIND = { max: 40, optional: true, description: 'Only pairs of this kind, such as count or top_n' } as const;
const SOURCE = { optional: true, description: 'Only pairs from there' } as const;
const TABLE = {
  max: 300,
  optional: true,
  description: 'Only pairs that read this table: schema.table or table',
} as const;
const DIFFICULTY = { optional: true, description: 'Only pairs that are so difficult' } as const;
const TEXT = {
  max: 500,
  optional: true,
  description: 'Only pairs with this text in question, statement or comment, in any case',
} as const;
const RISK = { optional: true, description: 'Only pairs with this reason to look at them' } as const;
const SQL = {
  max: 100_000,
  optional: true,
  description: 'Another statement; it is validated before it is stored',
} as const;
const COMMENT = {
  min: 0,
  max: 4_000,
  optional: true,
  description: 'A remark; an empty one takes the remark away',
} as const;

const PAIR_ID = {
  max: 64,
  pattern: /^[\w.:-]{1,64}$/,
  expected: { zh: '问答对的 id，例如 pair_4a66009b69f19ed2', en: 'the id of a pair such as pair_4a66009b69f19ed2' },
};

/** Path of every route of one pair. */
export class PairPath {
  @TextField({ ...TASK_ID, description: 'Id of the task', example: 'task_20250627_143052' })
  task_id!: string;

  @TextField({ ...PAIR_ID, description: 'Id of the pair', example: 'pair_4a66009b69f19ed2' })
  pair_id!: string;
}

export class PairsQuery implements PairFilter {
  @LimitField(500, 50)
  limit!: number;

  @TextField({ max: 200, optional: true, description: 'next_cursor of the page before' })
  cursor?: string;

  @ChoiceField(PAIR_ORDERS, { default: 'risk', description: 'The riskiest first, or as they are in the files' })
  order!: PairOrder;

  @ChoiceField(REVIEW_STATES, STATE)
  state?: ReviewState;

  @TextField(KIND)
  kind?: string;

  @ChoiceField(PAIR_SOURCES, SOURCE)
  source?: PairSource;

  @TextField(TABLE)
  table?: string;

  @ChoiceField(DIFFICULTIES, DIFFICULTY)
  difficulty?: Difficulty;

  @TextField(TEXT)
  text?: string;

  @ChoiceField(RISKS, RISK)
  risk?: Risk;
}

@BodyExample<ChangePairRequest>({ state: 'approved' })
export class ChangePairRequest {
  @ChoiceField(REVIEW_STATES, { optional: true, description: 'The decision; new takes it back' })
  state?: ReviewState;

  @TextField(COMMENT)
  comment?: string;

  @TextField({ max: LONGEST_QUESTION, optional: true, description: 'Another question' })
  question?: string;

  @TextField(SQL)
  sql?: string;
}

@Rule<BulkPairsRequest>(
  'expected_count',
  {
    zh: 'dry_run 为 false 时应为预览得到的 count',
    en: 'expected the count of the preview with dry_run: false',
  },
  ({ dry_run: dryRun, expected_count: count }) => dryRun || count !== undefined,
)
@BodyExample<BulkPairsRequest>({ state: 'approved', filter_kind: 'count', dry_run: true })
export class BulkPairsRequest {
  @ChoiceField(REVIEW_STATES, { description: 'The decision about all pairs that match' })
  state!: ReviewState;

  @TextField(COMMENT)
  comment?: string;

  @FlagField({ default: true, description: 'Only show which pairs match' })
  dry_run!: boolean;

  @IntegerField({ min: 0, max: 1_000_000, optional: true, description: 'count of the preview: it has to hold still' })
  expected_count?: number;

  @ChoiceField(REVIEW_STATES, STATE)
  filter_state?: ReviewState;

  @TextField(KIND)
  filter_kind?: string;

  @ChoiceField(PAIR_SOURCES, SOURCE)
  filter_source?: PairSource;

  @TextField(TABLE)
  filter_table?: string;

  @ChoiceField(DIFFICULTIES, DIFFICULTY)
  filter_difficulty?: Difficulty;

  @TextField(TEXT)
  filter_text?: string;

  @ChoiceField(RISKS, RISK)
  filter_risk?: Risk;
}

@BodyExample<UndoRequest>({})
export class UndoRequest {
  @TextField({
    max: 36,
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    expected: { zh: '批量操作返回的 batch_id', en: 'the batch_id of a bulk action' },
    optional: true,
    description: 'A bulk action of this key; by default the last action of this key on the task',
  })
  batch_id?: string;
}

@BodyExample<SpotCheckRequest>({ n: 30 })
export class SpotCheckRequest {
  @IntegerField({ min: 1, max: 1_000, default: 30, description: 'Pairs to draw' })
  n!: number;

  @TextField({ max: 64, optional: true, description: 'The same seed draws the same pairs; by default a new one' })
  seed?: string;

  @TimeBoundField('Decisions before it do not count, so that decided pairs are judged again')
  since?: string;

  @ChoiceField(PAIR_SOURCES, SOURCE)
  source?: PairSource;

  @TextField(KIND)
  kind?: string;

  @TextField(TABLE)
  table?: string;
}

@Rule<PreviewRequest>(
  'pair_id',
  { zh: '应给出 pair_id 或 sql 之一', en: 'expected either pair_id or sql' },
  ({ pair_id: id, sql }) => (id === undefined) !== (sql === undefined),
)
@BodyExample<PreviewRequest>({ pair_id: 'pair_4a66009b69f19ed2' })
export class PreviewRequest {
  @TextField({ ...PAIR_ID, optional: true, description: 'The pair whose statement is run' })
  pair_id?: string;

  @TextField({ max: 100_000, optional: true, description: 'A statement, with the scope run' })
  sql?: string;

  @IntegerField({ min: 1, max: 100, default: 20, description: 'Most rows of the answer' })
  rows!: number;

  @FlagField({ default: false, description: 'Also proves the statement by execution, if the task has prove_pairs' })
  prove!: boolean;
}
