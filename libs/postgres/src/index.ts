export { databaseNameOf, describeConnection, withDatabase } from './connection-url.js';
export { postgresErrors, translatePostgresError } from './errors.js';
export { inTransaction } from './in-transaction.js';
export { judgeConnection, type ConnectionVerdict } from './judge-connection.js';
export { hasFreeConnection, lenderOf, type ConnectionLender } from './connection-lender.js';
export { qualifiedName, quoteIdentifier, quoteLiteral } from './quoting.js';
export { isServerError, serverReason, type ServerError } from './server-reason.js';
export { sendArrayQuery, sendQuery } from './send-query.js';
export { socketOf, withClient } from './with-client.js';
