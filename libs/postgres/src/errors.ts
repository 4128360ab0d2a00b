import { types } from 'node:util';
import { connectionReason, defineErrors, DomainError } from '#libs/domain-errors';
import { isServerError, serverReason, withoutServerText } from './server-reason.js';

export const postgresErrors = defineErrors({
  database_unreachable: {
    kind: 'unavailable',
    zh: '无法连接数据库 {database}：{reason}。请检查地址、端口和网络',
    en: 'cannot reach the database {database}: {reason}. Check host, port and network',
  },
  database_without_tls: {
    kind: 'validation',
    zh: '数据库 {database} 不支持 TLS 加密连接，或其证书未通过验证。请修改连接串的 sslmode，或为服务器配置受信任的证书',
    en: 'the database {database} has no TLS, or its certificate is not trusted. Change sslmode in the connection string, or give the server a trusted certificate',
  },
  database_login_failed: {
    kind: 'validation',
    zh: '数据库 {database} 拒绝登录：{reason}。请检查用户名、密码和数据库名',
    en: 'the database {database} refused the login: {reason}. Check user, password and database name',
  },
  database_not_found: {
    kind: 'validation',
    zh: '服务器上没有数据库 {database}。请检查数据库名',
    en: 'the server has no database {database}. Check its name',
  },
  database_permission_denied: {
    kind: 'forbidden',
    zh: '数据库 {database} 的角色权限不足：{reason}。请授予权限或改用其他角色',
    en: 'the role lacks a permission in the database {database}: {reason}. Grant it, or use another role',
  },
  database_failed: {
    kind: 'database',
    zh: '数据库操作失败（SQLSTATE {sqlstate}）：{reason}',
    en: 'a database operation failed (SQLSTATE {sqlstate}): {reason}',
  },
  database_busy: {
    kind: 'unavailable',
    zh: '数据库 {database} 暂时不能完成操作：{reason}。稍后重试即可',
    en: 'the database {database} cannot do this now: {reason}. It can be tried again',
  },
});

interface DriverError extends Error {
  readonly code?: string;
  readonly syscall?: string;
}

/** Failures of the network, as Node names them. */
const NETWORK = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE|EADDRNOTAVAIL)/;
/** SQLSTATE classes that mean "not now": 08 connection, 53 resources, 57P shutdown. */
const UNREACHABLE = /^(08|53|57P)/;
/**
 * "Not now" of a server that answers: 55 object or database not ready, 40001 and 40P01 rolled back because of another
 * transaction, 25006 a primary that has become a replica.
 */
const BUSY = /^(55|40001|40P01|25006)/;
const LOGIN_FAILED = /^28/;

/** pg raises errors without a code for broken, closed and timed-out connections only. */
const PG_CONNECTION_LOST =
  /^(Connection terminated|Query read timeout|timeout e|Client has encountered|Client was closed|Cannot use a pool after)/;
/** TypeORM's answer when the connection of a transaction is lost between two of its statements. */
const TYPEORM_CONNECTION_LOST =
  /^(QueryRunner(Provider)?AlreadyReleased|CannotExecuteNotConnected|ConnectionIsNotSet)Error$/;

/** The driver's sentence has no code; those of certificates are codes of OpenSSL. */
const WITHOUT_TLS =
  /^(The server does not support SSL|There was an error establishing an SSL)|^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;

/**
 * Translates what `pg` and the network throw. A DomainError passes unchanged; an abort reason too.
 * @param database a name that may be shown: `host:port/database`, never a connection string with a password.
 */
export function translatePostgresError(error: unknown, database: string): Error {
  // `instanceof Error` fails for errors of another realm, as Node's own are under Jest.
  if (!types.isNativeError(error)) {
    return new Error(String(error));
  }
  // TypeORM wraps the error of the driver.
  if ('driverError' in error && types.isNativeError(error.driverError)) {
    return translatePostgresError(error.driverError, database);
  }
  if (error instanceof DomainError || error.name === 'AbortError') {
    return error;
  }
  const { code } = error as DriverError;
  if (WITHOUT_TLS.test(code ?? error.message)) {
    return new DomainError(postgresErrors.database_without_tls, { database }, { cause: error });
  }
  const params = { database, reason: isServerError(code) ? serverReason(error) : connectionReason(error) };
  if (!isServerError(code)) {
    return isConnectionLoss(error)
      ? new DomainError(postgresErrors.database_unreachable, params, { cause: error })
      : error;
  }
  const cause = withoutServerText(error);
  if (UNREACHABLE.test(code)) {
    return new DomainError(postgresErrors.database_unreachable, params, { cause });
  }
  if (BUSY.test(code)) {
    return new DomainError(postgresErrors.database_busy, params, { cause });
  }
  if (LOGIN_FAILED.test(code)) {
    return new DomainError(postgresErrors.database_login_failed, params, { cause });
  }
  if (code === '3D000') {
    return new DomainError(postgresErrors.database_not_found, { database }, { cause });
  }
  if (code === '42501') {
    return new DomainError(postgresErrors.database_permission_denied, params, { cause });
  }
  return new DomainError(postgresErrors.database_failed, { ...params, sqlstate: code }, { cause });
}

/** Whether the connection is lost, or could not be made. Errors of the file system have codes too, and are not. */
function isConnectionLoss({ code, syscall, name, message }: DriverError): boolean {
  if (code === undefined) {
    return PG_CONNECTION_LOST.test(message) || TYPEORM_CONNECTION_LOST.test(name);
  }
  // A Unix socket that does not exist is an ENOENT of `connect`, a missing file one of another call.
  return NETWORK.test(code) || syscall === 'connect';
}
