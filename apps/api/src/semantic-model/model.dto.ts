import { MODEL_EDIT_ACTIONS, MODEL_EDIT_PARTS, type ModelEditAction, type ModelEditPart } from '#libs/database';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import {
  ChoiceListProperty,
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextMapProperty,
  TextProperty,
  TimeProperty,
  ValueProperty,
} from '../fields/properties.js';

const SOURCES = ['declared', 'data', 'comment', 'name', 'model', 'person', 'other'] as const;
const STANDINGS = ['fact', 'hint', 'rejected'] as const;

export class ModelEvidence {
  @ChoiceProperty(SOURCES, { description: 'declared by a constraint or a type; other: a text that a person wrote' })
  source!: (typeof SOURCES)[number];

  @NumberProperty({ description: '0 to 1; 1 for what is declared and for what a person says' })
  confidence!: number;

  @TextProperty({ nullable: true, description: 'The fact behind it, in the language of the request where it is known' })
  reason!: string | null;
}

export class ModelStatement {
  @TextProperty({ description: 'Key in semantic_model.yaml', example: 'role' })
  key!: string;

  @ValueProperty({ description: 'The value as the file has it; null where a person took it back' })
  value!: unknown;

  @ObjectProperty(() => ModelEvidence, { nullable: true, description: 'Null for what is a default' })
  evidence!: ModelEvidence | null;

  @FlagProperty({ description: 'A person gave it back to the database: the next run of ddl_generation derives it' })
  follows!: boolean;

  @TextProperty({ nullable: true, description: 'Name of the key that set it here; null for other origins' })
  set_by!: string | null;

  @TimeProperty({ nullable: true })
  set_at!: string | null;
}

export class ModelItem {
  @ChoiceProperty(MODEL_EDIT_PARTS)
  part!: ModelEditPart;

  @TextProperty({ example: 'public.bss_company' })
  table!: string;

  @TextProperty({ nullable: true, description: 'Of the column, join or metric' })
  name!: string | null;

  @TextProperty({ description: 'For If-Match', example: 'Ab3dE6gH-_12' })
  version!: string;

  @ObjectListProperty(() => ModelStatement)
  statements!: ModelStatement[];
}

export class ModelJoin extends ModelItem {
  @TextProperty()
  from!: string;

  @TextListProperty()
  from_columns!: string[];

  @TextProperty()
  to!: string;

  @TextListProperty()
  to_columns!: string[];

  @ChoiceProperty(STANDINGS, { description: 'A hint is never used in a pair' })
  standing!: (typeof STANDINGS)[number];

  @ObjectListProperty(() => ModelEvidence, { description: 'The strongest first' })
  evidence!: ModelEvidence[];
}

export class ModelOverview {
  @TextProperty()
  task_id!: string;

  @TextListProperty({ description: 'In the order of the catalog' })
  tables!: string[];

  @TextMapProperty({ description: 'Of each table: its names in both languages, its synonyms and its comment' })
  words!: Record<string, string>;

  @IntegerProperty()
  relationships!: number;

  @IntegerProperty()
  metrics!: number;
}

class ProfileValue {
  @TextProperty()
  value!: string;

  @NumberProperty({ nullable: true, description: 'Of all rows, 0 to 1' })
  share!: number | null;
}

class ColumnProfile {
  @TextProperty()
  name!: string;

  @TextProperty({ example: 'numeric(10,2)' })
  type!: string;

  @FlagProperty({ description: 'Personal or secret: its values are not shown' })
  sensitive!: boolean;

  @NumberProperty({ nullable: true, description: 'Rows with NULL, 0 to 1; null when not measured' })
  null_share!: number | null;

  @IntegerProperty({ nullable: true, description: 'Distinct values' })
  distinct!: number | null;

  @TextProperty({ nullable: true })
  min!: string | null;

  @TextProperty({ nullable: true })
  max!: string | null;

  @TextListProperty({ description: 'Values that part the rows into about equal quarters' })
  quartiles!: string[];

  @ObjectListProperty(() => ProfileValue, { description: 'Frequent first' })
  values!: ProfileValue[];

  @FlagProperty({ description: 'values are all that occur' })
  values_complete!: boolean;
}

export class ModelProfile {
  @IntegerProperty({ nullable: true, description: 'Rows of the table' })
  rows!: number | null;

  @ObjectListProperty(() => ColumnProfile)
  columns!: ColumnProfile[];
}

export class ModelTableView {
  @TextProperty()
  task_id!: string;

  @ObjectProperty(() => ModelItem)
  table!: ModelItem;

  @ObjectListProperty(() => ModelItem)
  columns!: ModelItem[];

  @ObjectListProperty(() => ModelJoin, { description: 'Joins from and to the table, the rejected ones too' })
  relationships!: ModelJoin[];

  @ObjectListProperty(() => ModelItem)
  metrics!: ModelItem[];

  @ObjectProperty(() => ModelProfile, { nullable: true, description: 'Figures of the columns; null without a run' })
  profile!: ModelProfile | null;

  @ChoiceListProperty(STEP_NAMES, { description: 'Completed steps of the task that had read something else' })
  stale_steps!: StepName[];
}

class ModelEditChangeView {
  @TextProperty()
  key!: string;

  @ValueProperty({ description: 'Null where the file had none' })
  before!: unknown;

  @ValueProperty()
  after!: unknown;
}

export class ModelEditView {
  @IntegerProperty({ description: 'From 1 in each task' })
  number!: number;

  @ChoiceProperty(MODEL_EDIT_ACTIONS)
  action!: ModelEditAction;

  @ChoiceProperty(MODEL_EDIT_PARTS)
  part!: ModelEditPart;

  @TextProperty()
  table!: string;

  @TextProperty({ nullable: true })
  name!: string | null;

  @ObjectListProperty(() => ModelEditChangeView)
  changes!: ModelEditChangeView[];

  @TextProperty({ description: 'Name of the key' })
  by!: string;

  @TimeProperty()
  at!: string;

  @IntegerProperty({ nullable: true, description: 'Number of the edit that was taken back' })
  undoes!: number | null;
}

export class ModelEditList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => ModelEditView, { description: 'The newest first' })
  edits!: ModelEditView[];
}
