export { databaseNameOf, describeConnection, withDatabase } from './connection-url.js';
export { postgresErrors, translatePostgresError } from './errors.js';
export { IDENTIFIER_IN_TEXT } from './identifier-in-text.js';
export { inTransaction } from './in-transaction.js';
export { isSameDatabase, judgeConnection, type ConnectionVerdict } from './judge-connection.js';
export { hasFreeConnection, lenderOf, type ConnectionLender } from './connection-lender.js';
export { qualifiedName, quoteIdentifier, quoteLiteral } from './quoting.js';
export { isServerError, serverReason, withoutServerText, type ServerError } from './server-reason.js';
export { boundSilence, silenceBound } from './silence.js';
export { searchCatalogFirst, withCatalogFirst } from './search-catalog-first.js';
export { sendArrayQuery, sendQuery } from './send-query.js';
export {
  endAfterSilence,
  letForeignClientsSurvive,
  openPool,
  PROBE_AFTER_MS,
  socketOf,
  SurvivingClient,
} from './surviving-client.js';
export { withClient } from './with-client.js';
