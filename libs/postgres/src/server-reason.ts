import type { Text } from '#libs/language';

/** The part of a server's error that is read. */
export interface ServerError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** Set for an error in the text of the statement, before any row was read. */
  readonly position?: string | undefined;
  /** Set for an error inside of a function, which chooses code and text itself. */
  readonly where?: string | undefined;
}

interface Reason extends Text {
  /** The English message of the server; its group is the name of a catalog object or of the statement. */
  readonly names?: RegExp;
  /** The server reports it without a position, and no expression can raise it with a name of its own. */
  readonly isWithoutPosition?: boolean;
}

const NAME = '"?([^"]{1,200}?)"?';
const missing = (noun: string) => new RegExp(`^${noun} ${NAME} does not exist`);

/** `{name}` is replaced by the name in quotes, or left out where the message has another form or language. */
const BY_SQLSTATE: Readonly<Record<string, Reason>> = {
  '08006': { zh: '连接已中断', en: 'the connection was lost' },
  '22012': { zh: '除数为零', en: 'division by zero' },
  '25006': { zh: '只读事务中不允许写入', en: 'writing is not allowed in a read-only transaction' },
  '28P01': { zh: '用户名或密码错误', en: 'the user name or the password is wrong' },
  '3D000': {
    zh: '数据库{name}不存在',
    en: 'the database{name} does not exist',
    names: missing('database'),
    isWithoutPosition: true,
  },
  '3F000': { zh: '模式{name}不存在', en: 'the schema{name} does not exist', names: missing('schema') },
  '40001': { zh: '与其他事务冲突', en: 'a conflict with another transaction' },
  '40P01': { zh: '发生死锁', en: 'a deadlock was detected' },
  '42501': {
    zh: '对{name}没有权限',
    en: 'permission denied for{name}',
    names: new RegExp(
      `^permission denied for ((?:table|view|materialized view|schema|sequence|function|database) .{1,200})$`,
    ),
    isWithoutPosition: true,
  },
  '42601': { zh: '语法错误', en: 'syntax error' },
  '42702': {
    zh: '列{name}有歧义',
    en: 'the column{name} is ambiguous',
    names: new RegExp(`^column reference ${NAME} is ambiguous`),
  },
  '42703': { zh: '列{name}不存在', en: 'the column{name} does not exist', names: missing('column') },
  '42704': { zh: '对象{name}不存在', en: 'the object{name} does not exist', names: missing('type') },
  '42712': {
    zh: '表名{name}出现多次',
    en: 'the table name{name} is used more than once',
    names: new RegExp(`^table name ${NAME} specified more than once`),
  },
  '42803': {
    zh: '列{name}必须出现在 GROUP BY 中或用于聚合函数',
    en: 'the column{name} must appear in GROUP BY or be used in an aggregate function',
    names: new RegExp(`^(?:subquery uses ungrouped )?column ${NAME} (?:must appear|from outer query)`),
  },
  '42804': { zh: '数据类型不一致', en: 'the data types do not match' },
  '42846': { zh: '数据类型不能转换', en: 'the data type cannot be converted' },
  '42883': {
    zh: '函数或运算符{name}不存在',
    en: 'the function or operator{name} does not exist',
    names: /^(?:function|operator)(?: does not exist:)? ([^"]{1,200}?)(?: does not exist|$)/,
  },
  '42P01': {
    zh: '表{name}不存在',
    en: 'the table{name} does not exist',
    names: new RegExp(
      `^(?:relation|(?:missing|invalid reference to) FROM-clause entry for table) ${NAME}(?: does not exist|$)`,
    ),
  },
  '42P10': { zh: '列引用无效', en: 'a column reference is not valid here' },
  '53100': { zh: '磁盘已满', en: 'the disk is full' },
  '53200': { zh: '内存不足', en: 'the server is out of memory' },
  '53300': { zh: '连接数已达上限', en: 'too many connections' },
  '55P03': { zh: '锁等待超时', en: 'a lock was not available in time' },
  '57014': { zh: '超过时间限制或被取消', en: 'cancelled, or the time limit was reached' },
  '55000': { zh: '数据库当前不接受此操作', en: 'the database does not accept this now' },
  '57P01': { zh: '服务器终止了连接', en: 'the server ended the connection' },
  '57P03': { zh: '服务器正在启动或关闭', en: 'the server is starting up or shutting down' },
};

const BY_CLASS: Readonly<Record<string, Reason>> = {
  '08': { zh: '连接异常', en: 'a connection problem' },
  '0A': { zh: '不支持的功能', en: 'a feature that is not supported' },
  '22': { zh: '数据不符合要求', en: 'a value that does not fit' },
  '23': { zh: '违反约束', en: 'a violated constraint' },
  '28': { zh: '不允许登录', en: 'the login is not allowed' },
  '40': { zh: '与其他事务冲突', en: 'a conflict with another transaction' },
  '42': { zh: '语句不正确', en: 'a statement that is not valid' },
  '53': { zh: '服务器资源不足', en: 'the server is short of resources' },
  '54': { zh: '超过数据库限制', en: 'a limit of the database was exceeded' },
  '55': { zh: '对象状态不允许', en: 'an object that is in use or not ready' },
  '57': { zh: '服务器中断了操作', en: 'the server interrupted the operation' },
};

const UNKNOWN: Reason = { zh: '数据库拒绝了操作', en: 'the database refused the operation' };

/** True for a SQLSTATE. Codes of Node and of the network are words with `E` first (`EROFS`, `ECONNRESET`). */
export function isServerError(code: string | undefined): code is string {
  return code !== undefined && /^(?!E[A-Z]{4})[0-9A-Z]{5}$/.test(code);
}

/**
 * Our own part of a sentence for an error of the server. The server's text can quote values of the database, so only names
 * of tables, columns, functions and the like are taken from it. The code alone does not prove that it quotes a name: a
 * function raises any code with any text, and `value::regclass` says that the table "value" does not exist.
 */
export function serverReason({ code = '', message = '', position, where }: ServerError): Text {
  const reason = BY_SQLSTATE[code] ?? BY_CLASS[code.slice(0, 2)] ?? UNKNOWN;
  const isOfTheText = where === undefined && (position !== undefined || reason.isWithoutPosition === true);
  const name = isOfTheText ? reason.names?.exec(message)?.[1] : undefined;
  const named = (text: string): string => text.replace('{name}', name === undefined ? '' : ` "${name}"`).trim();
  return { zh: named(reason.zh), en: named(reason.en) };
}

/**
 * The error of the server as causes and logs may have it: its code, our own sentence and the frames of the call.
 * Message, detail, hint and context of the server quote rows.
 */
export function withoutServerText(error: Error & ServerError): Error {
  const { en } = serverReason(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  const reduced = Object.assign(new Error(en), { code: error.code });
  reduced.name = error.name;
  reduced.stack = [`${error.name} ${error.code ?? ''}: ${en}`, ...frames].join('\n');
  return reduced;
}
