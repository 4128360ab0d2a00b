export { lexicalKey } from './gather/lexical-key.js';
export {
  joinsOf,
  QueryGatherer,
  type Gathered,
  type GatheredStatement,
  type LeftOutReason,
} from './gather/query-gatherer.js';
export { readLogFile } from './log-files/read-log-file.js';
export { MAX_STATEMENT_CHARACTERS, type LoggedStatement, type Passed } from './logged-statement.js';
export { readViews } from './read-views.js';
export { readSqlFile } from './sql-files/read-sql-file.js';
