import {
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';

class CoveredPart {
  @IntegerProperty()
  covered!: number;

  @IntegerProperty()
  total!: number;

  @TextListProperty({ description: 'Names without a valid pair' })
  missing!: string[];
}

class MeasuredCoverage {
  @TimeProperty()
  measured_at!: string;

  @ObjectProperty(() => CoveredPart)
  tables!: CoveredPart;

  @ObjectProperty(() => CoveredPart)
  columns!: CoveredPart;

  @ObjectProperty(() => CoveredPart, { description: 'Declared joins' })
  foreign_keys!: CoveredPart;
}

class AskedName {
  @TextProperty()
  name!: string;

  @IntegerProperty({ description: 'How often statements that read it ran' })
  calls!: number;
}

class NotLearntForm {
  @TextProperty({ description: 'The statement with names and values masked' })
  skeleton!: string;

  @TextListProperty()
  tables!: string[];

  @TextListProperty()
  columns!: string[];

  @TextListProperty()
  joins!: string[];

  @IntegerProperty()
  calls!: number;

  @TextListProperty({ description: 'What kept it from becoming a pair, such as window, no_rows or enough' })
  slots!: string[];
}

class AskedCoverage {
  @IntegerProperty({ description: 'Forms of statements about the tables of the task' })
  forms!: number;

  @IntegerProperty({ description: 'Forms that became pairs' })
  pairs!: number;

  @ObjectListProperty(() => AskedName, { description: 'Tables that are asked for and have no pair, most calls first' })
  tables!: AskedName[];

  @ObjectListProperty(() => AskedName, { description: 'Joins that are asked for and have no pair' })
  joins!: AskedName[];

  @ObjectListProperty(() => AskedName, { description: 'Tables that are asked for and not listed in the task' })
  other_tables!: AskedName[];

  @ObjectListProperty(() => NotLearntForm, { description: 'Forms without a pair, most calls first; at most 100' })
  not_learnt!: NotLearntForm[];

  @IntegerProperty({ description: 'All forms without a pair' })
  not_learnt_total!: number;
}

export class TaskCoverage {
  @TextProperty()
  task_id!: string;

  @ObjectProperty(() => MeasuredCoverage, {
    nullable: true,
    description: 'What valid pairs cover; null before sql_validation',
  })
  measured!: MeasuredCoverage | null;

  @ObjectProperty(() => AskedCoverage, {
    nullable: true,
    description: 'What real SQL asks and no pair does; null where the task has read none (learn_from)',
  })
  asked!: AskedCoverage | null;
}
