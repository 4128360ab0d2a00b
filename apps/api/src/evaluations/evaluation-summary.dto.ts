import { ARMS, CAUSES, EMBEDDERS, LEVELS, PHASES, type Arm, type ResultStatus } from '#libs/evaluation';
import {
  ChoiceListProperty,
  ChoiceProperty,
  CountMapProperty,
  FlagProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  PartialMapProperty,
  TextProperty,
} from '../fields/properties.js';

const GATE_CHECKS = ['min_context_sufficiency', 'min_all_tables'] as const;

export class EvaluationBudget {
  @IntegerProperty({ optional: true, description: 'Most questions, evenly spread over the set' })
  max_questions?: number;

  @IntegerProperty({ optional: true, description: 'Most tokens of a model' })
  max_tokens?: number;

  @NumberProperty({ optional: true, description: 'Highest cost of a model' })
  max_cost?: number;
}

export class EvaluationGate {
  @IntegerProperty({ optional: true, description: 'Percent of the questions whose context has all that is needed' })
  min_context_sufficiency?: number;

  @IntegerProperty({ optional: true, description: 'Percent of the questions whose context has every table' })
  min_all_tables?: number;
}

export class EvaluationParametersView {
  @ChoiceListProperty(ARMS, { description: 'What readers were given' })
  arms!: Arm[];

  @ChoiceProperty(LEVELS, { description: 'answers: a model was asked too' })
  level!: (typeof LEVELS)[number];

  @ChoiceProperty(PHASES, { description: 'candidate: measured before the load' })
  phase!: (typeof PHASES)[number];

  @IntegerProperty({ description: 'Records of each kind that a search gave' })
  results!: number;

  @ChoiceProperty(['vector', 'hybrid'], { description: 'How the arms other than context searched' })
  mode!: 'vector' | 'hybrid';

  @ChoiceProperty(EMBEDDERS, { description: 'Whose vectors were compared' })
  embedder!: (typeof EMBEDDERS)[number];

  @ObjectProperty(() => EvaluationBudget, { description: 'Empty: no limit' })
  budget!: EvaluationBudget;

  @ObjectProperty(() => EvaluationGate, { description: 'Empty: no gate' })
  gate!: EvaluationGate;
}

export class EvaluationProgress {
  @IntegerProperty({ description: 'Questions with a result' })
  done!: number;

  @IntegerProperty({ description: 'Questions that are measured' })
  total!: number;
}

export class EvaluationShare {
  @NumberProperty({ description: '0 to 1' })
  share!: number;

  @NumberProperty({ description: 'Lower end of the Wilson interval at 95 %' })
  low!: number;

  @NumberProperty({ description: 'Upper end of the interval' })
  high!: number;
}

/** Questions that no data answer. */
export class UnanswerableView {
  @IntegerProperty({ description: 'Questions that were asked and could be judged' })
  questions!: number;

  @IntegerProperty({ description: 'Those that the model declined, or found no rows for' })
  right!: number;

  @ObjectProperty(() => EvaluationShare, { nullable: true, description: 'Null without questions' })
  share!: EvaluationShare | null;
}

export class ReportedAnswersView {
  @IntegerProperty({ description: 'Questions that were asked and could be judged' })
  questions!: number;

  @ObjectProperty(() => EvaluationShare, { nullable: true, description: 'Execution accuracy; null without questions' })
  accuracy!: EvaluationShare | null;

  @ObjectProperty(() => EvaluationShare, { nullable: true, description: 'Also right rows with further columns' })
  with_extra_columns!: EvaluationShare | null;

  @ObjectProperty(() => EvaluationShare, {
    nullable: true,
    optional: true,
    description: 'Right on the data and on perturbed copies; absent in evaluations of earlier versions',
  })
  accuracy_on_copies?: EvaluationShare | null;

  @ObjectProperty(() => UnanswerableView, {
    optional: true,
    description: 'Questions that no data answer; they are in no other share. Absent in evaluations of earlier versions',
  })
  unanswerable?: UnanswerableView;

  @CountMapProperty({ description: 'Answers by outcome' })
  outcomes!: Record<string, number>;

  @CountMapProperty({ description: 'Answers by reason' })
  reasons!: Record<string, number>;
}

export class AnswersSummary extends ReportedAnswersView {
  @TextProperty({ description: 'The model that was asked' })
  model!: string;

  @TextProperty({ description: 'Version of the prompt' })
  prompt!: string;

  @IntegerProperty({ description: 'Right answers' })
  right!: number;
}

export class EvaluationRecall {
  @NumberProperty({ description: 'Share of the tables among the first 3 records of each kind' })
  '3'!: number;

  @NumberProperty({ description: 'Among the first 5' })
  '5'!: number;

  @NumberProperty({ description: 'Among the first 10' })
  '10'!: number;
}

export class EvaluationTokens {
  @IntegerProperty({ description: 'Estimated tokens of the median context' })
  median!: number;

  @IntegerProperty({ description: '90th percentile' })
  p90!: number;
}

export class ArmSummaryView {
  @TextProperty({
    optional: true,
    description: 'Model of the vectors; absent in evaluations of earlier versions',
  })
  embedder?: string;

  @IntegerProperty({ description: 'Counted questions' })
  questions!: number;

  @NumberProperty({ description: 'Share of the questions whose context has every table, column and join' })
  sufficiency!: number;

  @NumberProperty({ description: 'Share of the questions whose context has every table' })
  all_tables!: number;

  @ObjectProperty(() => EvaluationRecall, { description: 'By rank' })
  recall_at!: EvaluationRecall;

  @NumberProperty({ nullable: true, description: 'Share of the columns over all questions; null where none needs one' })
  columns!: number | null;

  @NumberProperty({ nullable: true, description: 'Share of the join conditions over all questions' })
  joins!: number | null;

  @NumberProperty({ nullable: true, description: 'Share of the words in conditions that question or context spells' })
  values!: number | null;

  @NumberProperty({ description: 'Share of the questions whose first pair is the gold statement with other names' })
  skeleton_first!: number;

  @NumberProperty({ description: 'Any pair' })
  skeleton_any!: number;

  @ObjectProperty(() => EvaluationTokens, { description: 'Size of the context' })
  tokens!: EvaluationTokens;

  @ObjectProperty(() => AnswersSummary, { optional: true, description: 'Of the level of answers' })
  answers?: AnswersSummary;
}

export class GateCheckView {
  @ChoiceProperty(GATE_CHECKS, { description: 'What was asked for' })
  name!: (typeof GATE_CHECKS)[number];

  @ChoiceProperty(ARMS, { description: 'The widest arm that was measured' })
  arm!: Arm;

  @IntegerProperty({ description: 'Percent' })
  minimum!: number;

  @NumberProperty({ description: 'Percent' })
  reached!: number;

  @FlagProperty({ description: 'Whether it is reached' })
  passed!: boolean;
}

export class GateOutcomeView {
  @FlagProperty({ description: 'Every check passed' })
  passed!: boolean;

  @ObjectListProperty(() => GateCheckView, { description: 'One for each percentage that was asked for' })
  checks!: GateCheckView[];
}

export class QuestionCounts implements Record<ResultStatus | 'total' | 'unanswerable', number> {
  @IntegerProperty({ description: 'All questions' })
  total!: number;

  @IntegerProperty({ description: 'Measured and counted' })
  counted!: number;

  @IntegerProperty({ description: 'The store has them, or nearly' })
  leaked!: number;

  @IntegerProperty({ description: 'Their gold SQL names what is gone' })
  unusable!: number;

  @IntegerProperty({ description: 'Of the counted: no table answers them' })
  unanswerable!: number;
}

export class EvaluationSummaryView {
  @ObjectProperty(() => QuestionCounts, { description: 'Questions by status' })
  questions!: QuestionCounts;

  @PartialMapProperty(ARMS, () => ArmSummaryView, { description: 'By arm' })
  arms!: Partial<Record<Arm, ArmSummaryView>>;

  @PartialMapProperty(ARMS, () => ArmSummaryView, { description: 'The half that no remedy was made from, by arm' })
  kept_half!: Partial<Record<Arm, ArmSummaryView>>;

  @CountMapProperty({ description: `Failed questions by cause: ${CAUSES.join(', ')}` })
  causes!: Record<string, number>;

  @ObjectProperty(() => GateOutcomeView, { nullable: true, description: 'Null where no percentage was asked for' })
  gate!: GateOutcomeView | null;
}
