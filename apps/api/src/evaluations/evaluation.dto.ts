import { OPERATION_STATUSES, type OperationStatus } from '#libs/database';
import {
  ARMS,
  CAUSES,
  EMBEDDERS,
  EVALUATION_LIMITS,
  LEVELS,
  PHASES,
  READER_ARMS,
  RESULT_STATUSES,
  type Arm,
  type CauseCode,
  type Level,
  type Phase,
  type ResultStatus,
} from '#libs/evaluation';
import {
  ChoiceField,
  IntegerField,
  ListField,
  PositiveNumberField,
  QueryFlagField,
  QueryIntegerField,
  TextField,
} from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  PartialMapProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { choiceShape } from '../fields/shapes.js';
import { LimitField, OffsetField } from '../http/paging.js';
import { TaskPath } from '../http/task-path.dto.js';
import { BodyExample } from '../openapi/body-example.js';
import {
  ArmSummaryView,
  EvaluationParametersView,
  EvaluationProgress,
  EvaluationSummaryView,
} from './evaluation-summary.dto.js';

const LIMITS = EVALUATION_LIMITS;
const EVALUATION_ID = {
  max: 200,
  pattern: /^[A-Za-z0-9_-]{1,200}$/,
  expected: {
    zh: '评测 id（1 到 200 个字母、数字、下划线或连字符）',
    en: 'the id of an evaluation: 1 to 200 letters, digits, underscores and hyphens',
  },
};

@BodyExample<EvaluationRequest>({ arms: ['schema', 'documents', 'pairs', 'context'], min_context_sufficiency: 70 })
export class EvaluationRequest {
  @TextField({
    max: 64,
    optional: true,
    description: 'Id of a question set; by default the questions that qa_generation has kept back',
  })
  set_id?: string;

  @ListField(choiceShape(ARMS), {
    max: ARMS.length,
    default: READER_ARMS,
    description:
      'schema: the DDL that a search finds; documents: with the documents; pairs: with the pairs; context: POST /context; ' +
      'pairs_built_in, pairs_endpoint, pairs_ngram: as pairs, by the vectors of that embedder, compared in memory',
  })
  arms!: Arm[];

  @ChoiceField(LEVELS, {
    default: 'retrieval',
    description: 'retrieval asks no model; answers asks the configured one and judges its statements',
  })
  level!: Level;

  @ChoiceField(PHASES, {
    default: 'loaded',
    description: 'candidate: the files of the task as a load would write them, before it; without the arm context',
  })
  phase!: Phase;

  @IntegerField({ ...LIMITS.results, default: 10, description: 'Records of each kind that a search gives' })
  results!: number;

  @ChoiceField(['vector', 'hybrid'], {
    default: 'vector',
    description: 'How the arms other than context search; vector as Vanna does',
  })
  mode!: 'vector' | 'hybrid';

  @ChoiceField(EMBEDDERS, {
    default: 'store',
    description: 'The embedder of the store, or the built-in one over the records of the store, compared in memory',
  })
  embedder!: (typeof EMBEDDERS)[number];

  @IntegerField({
    ...LIMITS.max_questions,
    optional: true,
    description: 'Budget: at most so many questions, evenly spread over the set',
  })
  max_questions?: number;

  @IntegerField({ ...LIMITS.max_tokens, optional: true, description: 'Budget of a model, in tokens' })
  max_tokens?: number;

  @PositiveNumberField({ ...LIMITS.max_cost, optional: true, description: 'Budget of a model' })
  max_cost?: number;

  @IntegerField({
    ...LIMITS.min_context_sufficiency,
    optional: true,
    description: 'Gate, in percent: questions whose context has every table, column and join',
  })
  min_context_sufficiency?: number;

  @IntegerField({
    ...LIMITS.min_all_tables,
    optional: true,
    description: 'Gate, in percent: questions whose context has every table',
  })
  min_all_tables?: number;
}

export class EvaluationPath extends TaskPath {
  @TextField({ ...EVALUATION_ID, description: 'Id of the evaluation' })
  evaluation_id!: string;
}

export class ComparisonPath extends EvaluationPath {
  @TextField({ ...EVALUATION_ID, description: 'Id of another evaluation with the same set, also of another task' })
  other_id!: string;
}

export class ListEvaluationsQuery {
  @ChoiceField(OPERATION_STATUSES, { optional: true, description: 'Only evaluations with this status' })
  status?: OperationStatus;

  @TextField({ max: 64, optional: true, description: 'Only evaluations with this question set' })
  set_id?: string;

  @LimitField(200, 50)
  limit!: number;

  @OffsetField(1_000_000)
  offset!: number;
}

export class ListResultsQuery {
  @QueryFlagField({ default: false, description: 'Only questions that fail' })
  failed!: boolean;

  @ChoiceField(CAUSES, { optional: true, description: 'Only questions that fail for this cause' })
  cause?: CauseCode;

  @ChoiceField(RESULT_STATUSES, { optional: true, description: 'Only results with this status' })
  status?: ResultStatus;

  @QueryIntegerField({ min: -1, max: 1_000_000, default: -1, description: 'Questions after this position' })
  after!: number;

  @LimitField(500, 100)
  limit!: number;
}

export class TrendQuery {
  @TextField({ max: 63, optional: true, description: 'Evaluations of this business database, over all tasks' })
  db_name?: string;

  @TextField({ max: 64, optional: true, description: 'Evaluations of this task' })
  task_id?: string;

  @TextField({ max: 64, optional: true, description: 'Only with this question set: other sets are not comparable' })
  set_id?: string;
}

export class EvaluationErrorView {
  @TextProperty({ description: 'Stable code' })
  code!: string;

  @TextProperty({ description: 'In the language of the request' })
  message!: string;
}

export class EvaluationView {
  @TextProperty({ description: 'Id of the evaluation' })
  evaluation_id!: string;

  @TextProperty({ description: 'Task that it is about' })
  task_id!: string;

  @TextProperty({ description: 'Question set' })
  set_id!: string;

  @TextProperty({ description: 'Business database' })
  db_name!: string;

  @TextProperty({ nullable: true, description: 'The execution of the step that made it' })
  execution_id!: string | null;

  @ChoiceProperty(OPERATION_STATUSES, { description: 'pending, running, completed, failed, cancelled' })
  status!: OperationStatus;

  @ChoiceProperty(PHASES, { description: 'candidate: before the load' })
  phase!: Phase;

  @ChoiceProperty(LEVELS, { description: 'retrieval asks no model' })
  level!: Level;

  @TextListProperty({ description: 'What readers are given' })
  arms!: string[];

  @ObjectProperty(() => EvaluationParametersView, { description: 'As it was asked for' })
  parameters!: EvaluationParametersView;

  @ObjectProperty(() => EvaluationProgress, { nullable: true, description: 'Null before the first page' })
  progress!: EvaluationProgress | null;

  @ObjectProperty(() => EvaluationSummaryView, { nullable: true, description: 'Null until it is completed' })
  summary!: EvaluationSummaryView | null;

  @ObjectProperty(() => EvaluationErrorView, { nullable: true, description: 'Of a failed or cancelled one' })
  error!: EvaluationErrorView | null;

  @FlagProperty({ description: 'A running one will stop at the next page' })
  cancel_requested!: boolean;

  @TimeProperty({ description: 'Asked for' })
  created_at!: string;

  @TimeProperty({ nullable: true, description: 'Taken by a worker' })
  started_at!: string | null;

  @TimeProperty({ nullable: true, description: 'Ended' })
  completed_at!: string | null;
}

export class EvaluationList {
  @ObjectListProperty(() => EvaluationView, { description: 'Newest first' })
  evaluations!: EvaluationView[];

  @IntegerProperty({ description: 'Of all pages' })
  total!: number;

  @IntegerProperty({ description: 'Of this page' })
  limit!: number;

  @IntegerProperty({ description: 'Of this page' })
  offset!: number;
}

export class CancelledEvaluation {
  @TextProperty({ description: 'Id of the evaluation' })
  evaluation_id!: string;

  @ChoiceProperty(['cancelled', 'running'], { description: 'running: it stops at the next page' })
  status!: 'cancelled' | 'running';
}

/** Of two shares of the same questions. */
export class MeasuredDifference {
  @IntegerProperty({ description: 'Questions that both have counted' })
  questions!: number;

  @NumberProperty({ description: 'Share of the second minus that of the first, -1 to 1' })
  difference!: number;

  @NumberProperty({ description: 'Lower end of the interval at 95 %, by a paired bootstrap' })
  low!: number;

  @NumberProperty({ description: 'Upper end of the interval' })
  high!: number;

  @IntegerProperty({ description: 'Questions that only the second gets right' })
  gained!: number;

  @IntegerProperty({ description: 'Questions that only the first gets right' })
  lost!: number;

  @FlagProperty({ description: 'The interval does not hold 0' })
  is_clear!: boolean;
}

export class ArmDifference extends MeasuredDifference {
  @ChoiceProperty(ARMS, { description: 'What readers were given' })
  arm!: Arm;

  @ChoiceProperty(['sufficient', 'right'], { description: 'right: of the level of answers' })
  of!: 'sufficient' | 'right';
}

export class Comparison {
  @TextProperty({ description: 'Id of the evaluation of the path' })
  first!: string;

  @TextProperty({ description: 'Id of the other' })
  second!: string;

  @ObjectListProperty(() => ArmDifference, { description: 'By arm, over all questions of both' })
  differences!: ArmDifference[];

  @ObjectListProperty(() => ArmDifference, { description: 'Of the half that no remedy was made from' })
  kept_half!: ArmDifference[];
}

export class TrendPoint {
  @TextProperty({ description: 'Id of the evaluation' })
  evaluation_id!: string;

  @TextProperty({ description: 'Task that it is about' })
  task_id!: string;

  @TextProperty({ description: 'Question set' })
  set_id!: string;

  @ChoiceProperty(PHASES, { description: 'candidate: before the load' })
  phase!: Phase;

  @TimeProperty({ description: 'Asked for' })
  created_at!: string;

  @PartialMapProperty(ARMS, () => ArmSummaryView, { description: 'As in the summary' })
  arms!: Partial<Record<Arm, ArmSummaryView>>;
}

export class Trend {
  @ObjectListProperty(() => TrendPoint, { description: 'The newest 200, oldest first' })
  points!: TrendPoint[];
}
