export { hasSqlDetails } from 'libpg-query';
export type { ParseLimits } from './check-cost.js';
export { FILE_LIMITS, fingerprintSql, parseSql, scanSql, STATEMENT_LIMITS } from './parse-sql.js';
export { SqlTooComplex } from './sql-too-complex.js';
