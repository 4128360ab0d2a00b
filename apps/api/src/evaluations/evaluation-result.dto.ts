import { ARMS, CAUSES, RESULT_STATUSES, type Arm, type CauseCode, type ResultStatus } from '#libs/evaluation';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  PartialMapProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';
import { EvaluationRecall } from './evaluation-summary.dto.js';

export class NeededPart {
  @IntegerProperty({ description: 'So many does the gold statement need' })
  gold!: number;

  @TextListProperty({ description: 'Those that the context lacks' })
  missing!: string[];
}

export class SkeletonResult {
  @FlagProperty({ description: 'The first pair is the gold statement with other names and values' })
  first!: boolean;

  @FlagProperty({ description: 'Any pair is' })
  any!: boolean;
}

export class ArmResultView {
  @FlagProperty({ description: 'The context has every table, column and join' })
  sufficient!: boolean;

  @ObjectProperty(() => NeededPart, { description: '`schema.table`' })
  tables!: NeededPart;

  @ObjectProperty(() => NeededPart, { description: '`schema.table.column`; those of missing tables too' })
  columns!: NeededPart;

  @ObjectProperty(() => NeededPart, { description: '`schema.table.column = schema.table.column`' })
  joins!: NeededPart;

  @ObjectProperty(() => NeededPart, {
    description: 'Words in conditions; missing: neither question nor context has it',
  })
  values!: NeededPart;

  @ObjectProperty(() => EvaluationRecall, { description: 'Share of the tables among the first records, by rank' })
  recall_at!: EvaluationRecall;

  @ObjectProperty(() => SkeletonResult, { description: 'Pairs of the form of the gold statement' })
  skeleton!: SkeletonResult;

  @IntegerProperty({ description: 'Estimated tokens of the context' })
  tokens!: number;
}

export class AnswerRows {
  @IntegerProperty({ description: 'Rows of the gold statement' })
  expected!: number;

  @IntegerProperty({ description: 'Rows of the answer' })
  got!: number;

  @IntegerProperty({ description: 'Rows that the answer lacks' })
  missing!: number;

  @IntegerProperty({ description: 'Rows that the gold statement does not have' })
  extra!: number;
}

export class AnswerCopies {
  @IntegerProperty({ description: 'Perturbed copies on which the rows were compared' })
  checked!: number;

  @IntegerProperty({ description: 'Copies on which they are equal' })
  agreed!: number;
}

export class ReportedAnswer {
  @TextProperty({ description: 'right, superset, subset, wrong, failed, not_judged, not_asked' })
  outcome!: string;

  @TextListProperty({ description: 'Codes' })
  reasons!: string[];

  @TextProperty({ nullable: true, description: 'Of the server' })
  sqlstate!: string | null;

  @TextProperty({ nullable: true, description: 'The statement of the model' })
  sql!: string | null;
}

export class AnswerResultView extends ReportedAnswer {
  @FlagProperty({ description: 'Execution accuracy: the rows of a gold statement, and no further columns' })
  right!: boolean;

  @TextProperty({ nullable: true, description: 'Why the statement was not run' })
  refusal!: string | null;

  @ObjectProperty(() => AnswerRows, { nullable: true, description: 'Null where nothing was compared' })
  rows!: AnswerRows | null;

  @ObjectProperty(() => AnswerCopies, { nullable: true, description: 'Null where there is no copy' })
  copies!: AnswerCopies | null;
}

/** Why a question fails. */
export class FailureCause {
  @ChoiceProperty(CAUSES, { description: 'Why the question fails' })
  code!: CauseCode;

  @TextListProperty({ description: 'Tables, columns, conditions, values or reasons' })
  what!: string[];
}

export class CauseView extends FailureCause {
  @TextListProperty({ description: 'Ids of remedies, the cheapest first' })
  remedy_ids!: string[];
}

export class ResultView {
  @IntegerProperty({ description: 'Of the question in its set' })
  position!: number;

  @TextProperty({ description: 'Id of the question in its set' })
  question_id!: string;

  @TextProperty({ description: 'Its text' })
  question!: string;

  @ChoiceProperty(RESULT_STATUSES, {
    description: 'leaked: the store has the question, or nearly; unusable: its gold SQL names what is gone',
  })
  status!: ResultStatus;

  @TextProperty({ nullable: true, description: 'The question of the store, or what is gone' })
  note!: string | null;

  @ChoiceProperty(['open', 'kept'], { description: 'Remedies are made from the open half alone' })
  half!: 'open' | 'kept';

  @PartialMapProperty(ARMS, () => ArmResultView, { description: 'By arm; empty for questions that are not counted' })
  retrieval!: Partial<Record<Arm, ArmResultView>>;

  @PartialMapProperty(ARMS, () => AnswerResultView, {
    nullable: true,
    description: 'By arm; null without the level of answers',
  })
  answers!: Partial<Record<Arm, AnswerResultView>> | null;

  @ObjectListProperty(() => CauseView, { description: 'Why the question fails; empty where it does not' })
  causes!: CauseView[];
}

export class ResultPage {
  @ObjectListProperty(() => ResultView, { description: 'In the order of the set' })
  results!: ResultView[];

  @IntegerProperty({ nullable: true, description: '`after` of the next page; null at the end' })
  next_after!: number | null;
}
