import { types } from 'node:util';
import { connectionReason, defineErrors, DomainError } from '#libs/domain-errors';
import { isServerError, serverReason } from './server-reason.js';

export const postgresErrors = defineErrors({
  database_unreachable: {
    kind: 'unavailable',
    zh: '无法连接数据库 {database}：{reason}。请检查地址、端口和网络',
    en: 'cannot reach the database {database}: {reason}. Check host, port and network',
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
});

interface DriverError extends Error {
  readonly code?: string;
}

/** Network failures of Node, and SQLSTATE classes that mean "not now": 08 connection, 53 resources, 57P shutdown. */
const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT$|08|53|57P0[1-5]$)/;
const LOGIN_FAILED = /^28/;

/**
 * Translates what `pg` and the network throw. A DomainError passes unchanged; an abort reason too.
 * @param database a name that may be shown: `host:port/database`, never a connection string with a password.
 */
export function translatePostgresError(error: unknown, database: string): Error {
  // `instanceof Error` fails for errors of another realm, as Node's own are under Jest.
  if (!types.isNativeError(error)) {
    return new Error(String(error));
  }
  if (error instanceof DomainError || error.name === 'AbortError') {
    return error;
  }
  const { code } = error as DriverError;
  const params = { database, reason: isServerError(code) ? serverReason(error) : connectionReason(error) };
  if (code === undefined) {
    // pg raises errors without a code only for broken or timed-out connections.
    const connectionLost = /^(Connection terminated|Query read timeout|timeout e|Client has encountered)/.test(
      error.message,
    );
    return connectionLost ? new DomainError(postgresErrors.database_unreachable, params, { cause: error }) : error;
  }
  if (UNREACHABLE.test(code)) {
    return new DomainError(postgresErrors.database_unreachable, params, { cause: error });
  }
  if (LOGIN_FAILED.test(code)) {
    return new DomainError(postgresErrors.database_login_failed, params, { cause: error });
  }
  if (code === '3D000') {
    return new DomainError(postgresErrors.database_not_found, { database }, { cause: error });
  }
  if (code === '42501') {
    return new DomainError(postgresErrors.database_permission_denied, params, { cause: error });
  }
  return new DomainError(postgresErrors.database_failed, { ...params, sqlstate: code }, { cause: error });
}
