export { databaseNameOf, describeConnection, withDatabase } from './connection-url.js';
export { postgresErrors, translatePostgresError } from './errors.js';
export { inTransaction } from './in-transaction.js';
export { judgeConnection, type ConnectionVerdict } from './judge-connection.js';
export { openPool, type PoolOptions } from './pool.js';
export { qualifiedName, quoteIdentifier, quoteLiteral } from './quoting.js';
export { sendArrayQuery, sendQuery } from './send-query.js';
export { socketOf, withClient } from './with-client.js';
