import { REVIEW_ACTIONS, REVIEW_STATES, type ReviewAction, type ReviewState } from '#libs/database';
import { LAPSE_CODES, RISKS, type Lapse, type Neighbour } from '#libs/pair-review';
import { DIFFICULTIES, type Difficulty } from '#libs/sql-safety';
import { PAIR_SOURCES, PAIR_STATUSES, type PairSource, type PairStatus } from '#libs/step-files';
import {
  ChoiceProperty,
  CountMapProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TextRowsProperty,
  TimeProperty,
} from '../fields/properties.js';

const NEIGHBOURHOODS = [
  'same_result',
  'same_tables',
  'similar_question',
] as const satisfies readonly Neighbour['because'][];

class PairLapse {
  @ChoiceProperty(LAPSE_CODES)
  code!: Lapse['code'];

  @TextProperty({ nullable: true, description: 'The table, column or join' })
  what!: string | null;
}

export class PairReviewView {
  @ChoiceProperty(REVIEW_STATES)
  state!: ReviewState;

  @TextProperty({ nullable: true, description: 'Name of the key' })
  by!: string | null;

  @TimeProperty({ nullable: true })
  at!: string | null;

  @TextProperty({ nullable: true })
  comment!: string | null;

  @ObjectListProperty(() => PairLapse, { description: 'Why the pair is back for review' })
  lapses!: PairLapse[];

  @ChoiceProperty(REVIEW_STATES, { nullable: true, description: 'The decision that no longer holds' })
  decided!: ReviewState | null;
}

export class PairView {
  @TextProperty({ example: 'pair_4a66009b69f19ed2' })
  pair_id!: string;

  @TextProperty({ description: 'For If-Match', example: '2-Ab3dE6gH' })
  version!: string;

  @TextProperty({ example: '有多少个服务区？' })
  question!: string;

  @TextProperty({ example: 'SELECT count(*) AS 服务区数量 FROM bss_service_area;' })
  sql!: string;

  @TextProperty({ example: 'count' })
  kind!: string;

  @ChoiceProperty(PAIR_SOURCES)
  source!: PairSource;

  @TextListProperty()
  tables!: string[];

  @ChoiceProperty(DIFFICULTIES, { nullable: true })
  difficulty!: Difficulty | null;

  @TextProperty()
  file_name!: string;

  @ObjectProperty(() => PairReviewView)
  review!: PairReviewView;

  @TextListProperty({ description: `Reasons to look at it, the weightiest first: ${RISKS.join(', ')}` })
  risks!: string[];

  @FlagProperty({ description: 'The file has the edits too; not while the task runs' })
  in_file!: boolean;
}

export class PairFacets {
  @CountMapProperty({ description: 'Pairs by state' })
  states!: Record<string, number>;

  @CountMapProperty()
  kinds!: Record<string, number>;

  @CountMapProperty()
  sources!: Record<string, number>;

  @CountMapProperty()
  difficulties!: Record<string, number>;

  @CountMapProperty()
  risks!: Record<string, number>;

  @CountMapProperty()
  tables!: Record<string, number>;
}

export class PairList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => PairView)
  pairs!: PairView[];

  @IntegerProperty({ description: 'Pairs that the filters match' })
  total!: number;

  @TextProperty({ nullable: true })
  next_cursor!: string | null;

  @ObjectProperty(() => PairFacets, { description: 'Counts over all pairs of the task' })
  counts!: PairFacets;
}

class PairTextsView {
  @TextProperty()
  question!: string;

  @TextProperty()
  sql!: string;
}

class MadePairView extends PairTextsView {
  @ChoiceProperty(['rule', 'model'], { nullable: true, description: 'What repaired it; null where no report tells' })
  changed_by!: 'rule' | 'model' | null;
}

class PairHistoryEntry {
  @IntegerProperty()
  number!: number;

  @ChoiceProperty(REVIEW_ACTIONS)
  action!: ReviewAction;

  @ChoiceProperty(REVIEW_STATES)
  state!: ReviewState;

  @TextProperty({ nullable: true })
  comment!: string | null;

  @TextProperty()
  question!: string;

  @TextProperty()
  sql!: string;

  @ObjectProperty(() => PairTextsView, { nullable: true, description: 'The texts that it replaced, if it changed any' })
  before!: PairTextsView | null;

  @TextProperty()
  by!: string;

  @TimeProperty()
  at!: string;

  @TextProperty({ nullable: true, description: 'The bulk action that it was part of' })
  batch_id!: string | null;

  @IntegerProperty({ nullable: true, description: 'The number of the action that it took back' })
  undoes!: number | null;
}

class NeighbourView {
  @ChoiceProperty(NEIGHBOURHOODS)
  because!: Neighbour['because'];

  @ObjectProperty(() => PairView)
  pair!: PairView;
}

export class PairDetail extends PairView {
  @TextListProperty()
  columns!: string[];

  @JsonProperty({ nullable: true, description: 'What is proven about it; null while nothing is' })
  evidence!: Record<string, unknown> | null;

  @TextListProperty({ description: 'What its evidence has against it, in the language of the request' })
  weaknesses!: string[];

  @TextProperty({ nullable: true, description: 'Why it could not be proven, in the language of the request' })
  not_proven!: string | null;

  @ObjectProperty(() => MadePairView, { nullable: true, description: 'As it was made, if sql_validation changed it' })
  made!: MadePairView | null;

  @ObjectListProperty(() => PairHistoryEntry, { description: 'What people did with it, oldest first' })
  history!: PairHistoryEntry[];

  @ObjectListProperty(() => NeighbourView, { description: 'Pairs to compare it with' })
  neighbours!: NeighbourView[];
}

export class BulkPairsView {
  @FlagProperty()
  dry_run!: boolean;

  @IntegerProperty({ description: 'Pairs that are changed, or would be' })
  count!: number;

  @TextProperty({ nullable: true, description: 'To undo it as a whole' })
  batch_id!: string | null;

  @ObjectListProperty(() => PairView, { description: 'The first twenty of a preview' })
  pairs!: PairView[];
}

export class UndonePairs {
  @TextListProperty()
  pair_ids!: string[];
}

class ErrorRate {
  @NumberProperty({ description: '0 to 1' })
  share!: number;

  @NumberProperty({ description: 'Lower end of the 95 % interval (Wilson)' })
  low!: number;

  @NumberProperty()
  high!: number;
}

export class SpotCheckView {
  @TextProperty()
  seed!: string;

  @IntegerProperty({ description: 'Pairs that were drawn' })
  n!: number;

  @IntegerProperty({ description: 'Of them, pairs with a decision' })
  judged!: number;

  @IntegerProperty({ description: 'Of these, rejected or in need of work' })
  wrong!: number;

  @ObjectProperty(() => ErrorRate, { nullable: true })
  error_rate!: ErrorRate | null;

  @ObjectListProperty(() => PairView)
  pairs!: PairView[];
}

export class StatementCheckView {
  @ChoiceProperty(PAIR_STATUSES)
  status!: PairStatus;

  @TextProperty({ nullable: true, description: 'Why it is not valid' })
  problem!: string | null;

  @TextProperty({ nullable: true })
  sqlstate!: string | null;

  @IntegerProperty({ nullable: true, description: 'From 1, in characters of the statement' })
  position!: number | null;

  @TextProperty({ nullable: true, description: 'The column that the server suggests' })
  suggested_column!: string | null;
}

class PreviewColumn {
  @TextProperty()
  name!: string;

  @FlagProperty({ description: 'Its values are personal or secret, so they are masked' })
  masked!: boolean;
}

class StatementProofView {
  @JsonProperty({ description: 'What is proven about the statement' })
  evidence!: Record<string, unknown>;

  @TextListProperty({ description: 'What it has against the statement, in the language of the request' })
  weaknesses!: string[];

  @TextProperty({ nullable: true, description: 'Why it could not be proven' })
  not_proven!: string | null;
}

export class PairPreviewView {
  @ObjectProperty(() => StatementCheckView)
  check!: StatementCheckView;

  @ObjectListProperty(() => PreviewColumn)
  columns!: PreviewColumn[];

  @TextRowsProperty({ description: 'Values as texts; long ones as their size and hash' })
  rows!: (string | null)[][];

  @FlagProperty({ description: 'The statement gives more rows' })
  more!: boolean;

  @ObjectProperty(() => StatementProofView, {
    nullable: true,
    description: 'Of a valid statement; null unless asked for',
  })
  proof!: StatementProofView | null;
}
