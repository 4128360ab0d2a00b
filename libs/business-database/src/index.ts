export type { BusinessDatabase } from './business-database.js';
export { BusinessDatabaseModule } from './business-database.module.js';
export { BusinessDatabases, type OpenOptions } from './business-databases.js';
export { businessUrlOf } from './business-url.js';
export { businessDatabaseErrors } from './errors.js';
export type {
  ColumnOrigin,
  Execution,
  FirstRow,
  Plan,
  ReadColumn,
  Reading,
  ReadLimits,
  ReadRow,
  StatementFailure,
  StatementLimits,
  StatementRunner,
  Timed,
  ValueKind,
} from './statement-runner.js';
export type { CountedStatement, StatementStatistics } from './statement-statistics.js';
export {
  resolveTableList,
  tablesNotFound,
  type DeniedTables,
  type MissingTable,
  type TableSelection,
} from './table-selection.js';
