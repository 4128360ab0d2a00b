import { OPERATION_STATUSES, type OperationStatus } from '#libs/database';
import { ARMS, CAUSES, LEVELS, PHASES, type Arm, type CauseCode, type Level, type Phase } from '#libs/evaluation';
import { LANGUAGES, type Language } from '#libs/language';
import { MeasuredDifference } from '../evaluations/evaluation.dto.js';
import { FailureCause, ReportedAnswer } from '../evaluations/evaluation-result.dto.js';
import {
  EvaluationRecall,
  EvaluationShare,
  EvaluationTokens,
  GateOutcomeView,
  QuestionCounts,
  ReportedAnswersView,
} from '../evaluations/evaluation-summary.dto.js';
import { REMEDY_KINDS, RemedyEdit, type RemedyKind } from '../evaluations/remedy.dto.js';
import { ChoiceField } from '../fields/field.js';
import {
  ChoiceProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  PartialMapProperty,
  TextProperty,
} from '../fields/properties.js';

export const REPORT_FORMATS = ['html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export class EvaluationReportQuery {
  @ChoiceField(REPORT_FORMATS, { default: 'html', description: 'The page, text for a merge request, or data' })
  format: ReportFormat = 'html';

  @ChoiceField(LANGUAGES, {
    optional: true,
    description: 'Of the page and the text; by default that of Accept-Language',
  })
  language?: Language;
}

const UTC = { description: 'ISO 8601 in UTC' };

export class ReportedEvaluationView {
  @TextProperty({ description: 'Id of the evaluation' })
  evaluation_id!: string;

  @TextProperty({ description: 'Task that it is about' })
  task_id!: string;

  @TextProperty({ description: 'Business database' })
  database!: string;

  @TextProperty({ description: 'Question set' })
  question_set!: string;

  @ChoiceProperty(LEVELS, { description: 'answers: a model was asked too' })
  level!: Level;

  @ChoiceProperty(PHASES, { description: 'candidate: measured before the load' })
  phase!: Phase;

  @TextProperty({ nullable: true, description: 'The chat model; null without the level of answers' })
  model!: string | null;

  @ChoiceProperty(OPERATION_STATUSES, { description: 'completed' })
  status!: OperationStatus;

  @TextProperty(UTC)
  created_at!: string;
}

export class ReportedArmView {
  @ChoiceProperty(ARMS, { description: 'What readers were given' })
  arm!: Arm;

  @TextProperty({ nullable: true, description: 'Model of the vectors; null in evaluations of earlier versions' })
  embedder!: string | null;

  @IntegerProperty({ description: 'Counted questions' })
  questions!: number;

  @ObjectProperty(() => EvaluationShare, {
    nullable: true,
    description: 'The context has every table, column and join',
  })
  sufficiency!: EvaluationShare | null;

  @ObjectProperty(() => EvaluationShare, { nullable: true, description: 'The context has every table' })
  all_tables!: EvaluationShare | null;

  @ObjectProperty(() => EvaluationRecall, { description: 'By rank' })
  recall_at!: EvaluationRecall;

  @NumberProperty({ nullable: true, description: 'Share of the columns; null where no question needs one' })
  columns!: number | null;

  @NumberProperty({ nullable: true, description: 'Share of the join conditions' })
  joins!: number | null;

  @NumberProperty({ nullable: true, description: 'Share of the words in conditions that question or context spells' })
  values!: number | null;

  @ObjectProperty(() => EvaluationShare, {
    nullable: true,
    description: 'Any pair is the gold statement with other names',
  })
  skeleton_any!: EvaluationShare | null;

  @ObjectProperty(() => EvaluationTokens, { description: 'Size of the context' })
  tokens!: EvaluationTokens;

  @ObjectProperty(() => ReportedAnswersView, { nullable: true, description: 'Null without the level of answers' })
  answers!: ReportedAnswersView | null;
}

export class ReportedDifferenceView extends MeasuredDifference {
  @ChoiceProperty(['sufficiency', 'accuracy'], { description: 'Of the context, or of the answers' })
  measure!: 'sufficiency' | 'accuracy';

  @ChoiceProperty(ARMS, { description: 'Arm' })
  first!: Arm;

  @ChoiceProperty(ARMS, { description: 'Arm' })
  second!: Arm;
}

export class ReportedSinceView {
  @ObjectProperty(() => ReportedEvaluationView, { description: 'The evaluation before this one' })
  evaluation!: ReportedEvaluationView;

  @ObjectListProperty(() => ReportedDifferenceView, { description: 'By arm' })
  differences!: ReportedDifferenceView[];
}

export class ReportedTrendArm {
  @IntegerProperty({ description: 'Counted questions' })
  questions!: number;

  @NumberProperty({ description: '0 to 1' })
  sufficiency!: number;

  @NumberProperty({ nullable: true, description: '0 to 1; null without the level of answers' })
  accuracy!: number | null;
}

export class ReportedTrendPoint {
  @TextProperty({ description: 'Id of the evaluation' })
  evaluation_id!: string;

  @TextProperty({ description: 'Task that it is about' })
  task_id!: string;

  @TextProperty(UTC)
  created_at!: string;

  @PartialMapProperty(ARMS, () => ReportedTrendArm, { description: 'By arm' })
  arms!: Partial<Record<Arm, ReportedTrendArm>>;
}

export class ReportedCauseCount {
  @ChoiceProperty(CAUSES, { description: 'Why questions fail' })
  cause!: CauseCode;

  @IntegerProperty({ description: 'Questions' })
  questions!: number;
}

export class ReportedRemedy extends RemedyEdit {
  @TextProperty({ description: 'The same for the same remedy, in every evaluation' })
  id!: string;

  @ChoiceProperty(REMEDY_KINDS, { description: 'The other fields depend on it' })
  kind!: RemedyKind;
}

export class ReportedCause extends FailureCause {
  @ObjectListProperty(() => ReportedRemedy, { description: 'The cheapest first' })
  remedies!: ReportedRemedy[];
}

export class ReportedFailureView {
  @IntegerProperty({ description: 'Of the question in its set' })
  position!: number;

  @TextProperty({ description: 'Id of the question in its set' })
  question_id!: string;

  @TextProperty({ description: 'Its text' })
  question!: string;

  @ObjectListProperty(() => ReportedCause, { description: 'Why it fails' })
  causes!: ReportedCause[];

  @PartialMapProperty(ARMS, () => ReportedAnswer, { description: 'By arm' })
  answers!: Partial<Record<Arm, ReportedAnswer>>;
}

export class ReportedFailures {
  @IntegerProperty({ description: 'Failed questions' })
  questions!: number;

  @ObjectListProperty(() => ReportedFailureView, { description: 'The first 200' })
  shown!: ReportedFailureView[];
}

export class NotCountedView {
  @TextProperty({ description: 'Id of the question in its set' })
  question_id!: string;

  @TextProperty({ description: 'Its text' })
  question!: string;

  @ChoiceProperty(['leaked', 'unusable'], { description: 'As in the results' })
  status!: 'leaked' | 'unusable';

  @TextProperty({ nullable: true, description: 'The question of the store, or what is gone' })
  note!: string | null;
}

export class ReportedNotCounted {
  @IntegerProperty({ description: 'Questions that are not counted' })
  questions!: number;

  @ObjectListProperty(() => NotCountedView, { description: 'The first 50' })
  shown!: NotCountedView[];
}

export class EvaluationReportView {
  @ObjectProperty(() => ReportedEvaluationView, { description: 'What was measured' })
  evaluation!: ReportedEvaluationView;

  @ObjectProperty(() => QuestionCounts, { description: 'Questions by status' })
  questions!: QuestionCounts;

  @ObjectListProperty(() => ReportedArmView, { description: 'From the least to the most that readers are given' })
  arms!: ReportedArmView[];

  @ObjectListProperty(() => ReportedDifferenceView, { description: 'Between neighbouring arms' })
  differences!: ReportedDifferenceView[];

  @ObjectProperty(() => ReportedSinceView, { nullable: true, description: 'Null for the first with these questions' })
  since!: ReportedSinceView | null;

  @ObjectListProperty(() => ReportedTrendPoint, { description: 'Oldest first, this one included' })
  trend!: ReportedTrendPoint[];

  @ObjectProperty(() => GateOutcomeView, { nullable: true, description: 'Null where no percentage was asked for' })
  gate!: GateOutcomeView | null;

  @ObjectListProperty(() => ReportedCauseCount, { description: 'The most frequent first' })
  causes!: ReportedCauseCount[];

  @ObjectProperty(() => ReportedFailures, { description: 'Failed questions' })
  failures!: ReportedFailures;

  @ObjectProperty(() => ReportedNotCounted, { description: 'Leaked and unusable questions' })
  not_counted!: ReportedNotCounted;
}
