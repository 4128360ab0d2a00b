import { LOG_LEVELS, type LogLevel } from '#libs/database';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import { ChoiceField, TextField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { LimitField, PageField, PageSizeField, Pagination, SORT_ORDERS, type SortOrder } from '../http/paging.js';
import { TimeBoundField } from '../http/time-bounds.js';
import { BodyExample } from '../openapi/body-example.js';

const LEVEL = {
  read: (sent: string) => sent.toUpperCase(),
  optional: true,
  description: 'Only entries of this level, in any case',
} as const;
const STEP = { optional: true, description: 'Only entries of this step' } as const;

export class LogsQuery {
  @LimitField(1_000, 100)
  limit!: number;

  @ChoiceField(LOG_LEVELS, LEVEL)
  level?: LogLevel;

  @ChoiceField(STEP_NAMES, STEP)
  step_name?: StepName;

  @TextField({
    max: 18,
    pattern: /^\d{1,18}$/,
    expected: { zh: '一条日志的 id', en: 'the id of a log entry' },
    optional: true,
    description: 'Only entries before the one with this id: next_before_id of the page before',
  })
  before_id?: string;
}

export class LogEntry {
  @IntegerProperty()
  id!: number;

  @TimeProperty()
  timestamp!: string;

  @ChoiceProperty(LOG_LEVELS)
  level!: LogLevel;

  @TextProperty()
  message!: string;

  @ChoiceProperty(STEP_NAMES, { nullable: true })
  step_name!: StepName | null;

  @TextProperty({ nullable: true })
  execution_id!: string | null;

  @TextProperty({ nullable: true, description: 'The run that wrote it; null outside of runs' })
  run_id!: string | null;

  @TextProperty()
  logger!: string;
}

export class LogList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => LogEntry)
  logs!: LogEntry[];

  @IntegerProperty({ description: 'Entries that the filters match' })
  total!: number;

  @IntegerProperty()
  limit!: number;

  @TextProperty({ nullable: true, description: 'before_id of the next page, null on the last' })
  next_before_id!: string | null;
}

const SORT_FIELDS = ['timestamp', 'level', 'logger', 'step', 'line_number'] as const;
type SortField = (typeof SORT_FIELDS)[number];

@BodyExample<SearchLogsRequest>({ page: 1, page_size: 50, level: 'ERROR', keyword: 'timeout' })
export class SearchLogsRequest {
  @PageField()
  page!: number;

  @PageSizeField(500, 50)
  page_size!: number;

  @ChoiceField(LOG_LEVELS, LEVEL)
  level?: LogLevel;

  @TimeBoundField('Only entries from this time on')
  start_time?: string;

  @TimeBoundField('Only entries up to this time')
  end_time?: string;

  @TextField({ max: 200, optional: true, description: 'Part of the message, in any case' })
  keyword?: string;

  @TextField({ max: 100, optional: true, description: 'Only entries of this logger' })
  logger_name?: string;

  @ChoiceField(STEP_NAMES, STEP)
  step_name?: StepName;

  @TextField({ max: 160, optional: true, description: 'Only entries of this execution' })
  execution_id?: string;

  @ChoiceField(SORT_FIELDS, { default: 'timestamp', description: 'The field that sorts the entries' })
  sort_by!: SortField;

  @ChoiceField(SORT_ORDERS, { default: 'desc', description: 'asc: from the least; desc: from the greatest' })
  sort_order!: SortOrder;
}

export class FoundLogEntry extends LogEntry {
  @ChoiceProperty(STEP_NAMES, { nullable: true })
  step!: StepName | null;

  @IntegerProperty({ description: 'The id of the entry' })
  line_number!: number;
}

class LogFileInfo {
  @FlagProperty()
  exists!: boolean;

  @TextProperty({ description: 'Inside the storage' })
  file_path!: string;

  @IntegerProperty()
  file_size!: number;

  @TextProperty()
  file_size_formatted!: string;

  @TimeProperty({ nullable: true })
  last_modified!: string | null;

  @IntegerProperty({ description: 'Entries of the log of the task, without any filter' })
  total_lines!: number;
}

export class FoundLogs {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty(['database'])
  source!: 'database';

  @ObjectListProperty(() => FoundLogEntry)
  logs!: FoundLogEntry[];

  @ObjectProperty(() => Pagination)
  pagination!: Pagination;

  @ObjectProperty(() => LogFileInfo)
  log_file_info!: LogFileInfo;

  @TextProperty({ example: '0.012s' })
  query_time!: string;
}
