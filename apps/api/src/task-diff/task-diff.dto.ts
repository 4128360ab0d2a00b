import {
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
} from '../fields/properties.js';

class AlteredColumn {
  @TextProperty()
  column!: string;

  @TextProperty({ description: 'Its definition in the documents' })
  before!: string;

  @TextProperty({ description: 'Its definition in the database' })
  after!: string;
}

class AlteredTableView {
  @TextProperty()
  table!: string;

  @TextListProperty()
  added_columns!: string[];

  @TextListProperty()
  removed_columns!: string[];

  @ObjectListProperty(() => AlteredColumn)
  altered_columns!: AlteredColumn[];

  @TextListProperty({ description: 'Constraints, indexes, partitions, the query of a view, the comment' })
  added_rules!: string[];

  @TextListProperty()
  removed_rules!: string[];
}

class TableDiff {
  @IntegerProperty()
  checked!: number;

  @TextListProperty({ description: 'In the table list and the database, but not documented' })
  added!: string[];

  @TextListProperty({ description: 'Documented, but not in the database any more, or not readable' })
  removed!: string[];

  @ObjectListProperty(() => AlteredTableView)
  altered!: AlteredTableView[];
}

class StalePairView {
  @TextProperty()
  id!: string;

  @TextProperty()
  question!: string;

  @TextProperty()
  sql!: string;

  @TextProperty({ description: 'Why the database does not accept the statement' })
  reason!: string;
}

class PairDiff {
  @IntegerProperty()
  checked!: number;

  @ObjectListProperty(() => StalePairView)
  stale!: StalePairView[];
}

export class TaskDiff {
  @TextProperty()
  task_id!: string;

  @TextProperty({ description: 'The database that was asked: host:port/name' })
  database!: string;

  @TextProperty({ description: 'When the documents were made, as the files say' })
  documented_at!: string;

  @FlagProperty({ description: 'No table and no pair differs' })
  up_to_date!: boolean;

  @ObjectProperty(() => TableDiff)
  tables!: TableDiff;

  @ObjectProperty(() => PairDiff)
  pairs!: PairDiff;
}
