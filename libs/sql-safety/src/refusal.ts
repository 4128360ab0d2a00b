import { defineMessages, render, type Language, type Message } from '#libs/language';

const refusals = defineMessages('sql_refusal', {
  too_large: { zh: 'SQL 超过 {limit} 字节，未检查', en: 'the SQL is longer than {limit} bytes and was not looked at' },
  too_complex: {
    zh: 'SQL 过于复杂，未解析：嵌套、注释、运算符或词元过多，或解析超时',
    en: 'the SQL is too complex and was not parsed: too many levels, comments, operators or tokens, or too much time',
  },
  has_nul: { zh: 'SQL 含有空字符 (U+0000)', en: 'the SQL holds a NUL character' },
  not_parsable: { zh: 'SQL 语法错误：{detail}', en: 'syntax error: {detail}' },
  no_statement: { zh: 'SQL 为空', en: 'there is no statement' },
  several_statements: {
    zh: '只允许一条语句，实际有 {detail} 条',
    en: 'only one statement is allowed, there are {detail}',
  },
  not_a_query: {
    zh: '只允许 SELECT、WITH 或 VALUES 查询，实际是 {detail}',
    en: 'only SELECT, WITH and VALUES are allowed, this is {detail}',
  },
  writes_data: { zh: '查询内部含有写操作：{detail}', en: 'the query changes data inside: {detail}' },
  select_into: { zh: '不允许 SELECT INTO', en: 'SELECT INTO is not allowed' },
  locking_clause: { zh: '不允许 FOR UPDATE/SHARE 加锁', en: 'FOR UPDATE/SHARE is not allowed' },
  forbidden_function: { zh: '不允许调用函数 {detail}', en: 'this function may not be called: {detail}' },
  volatile_function: {
    zh: '不允许使用 {detail}：它是或会调用本库中标记为 VOLATILE 的函数，可能写入、等待或连接外部；只读的函数请声明为 STABLE',
    en: '{detail} is, or calls, a function of the database that is VOLATILE: it may write, wait or connect to the outside, and is not run; declare it STABLE if it only reads',
  },
  forbidden_relation: { zh: '不允许读取系统表 {detail}', en: 'this system relation may not be read: {detail}' },
  has_parameters: { zh: 'SQL 含有未赋值的参数 {detail}', en: 'the SQL has a parameter without a value: {detail}' },
});

export type RefusalReason = keyof typeof refusals;

/** Why a text is not taken as one harmless query. */
export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** The parser's message, or the name of the refused construct. */
  readonly detail: string;
  /** 1-based, in characters of the text, where it is known. */
  readonly position: number | null;
}

/** Bytes of UTF-8. */
export const MAX_STATEMENT_BYTES = 1_000_000;

export function refusal(reason: RefusalReason, detail = '', position: number | null = null): Refusal {
  return { ok: false, reason, detail, position };
}

export function refusalMessage({ reason, detail }: Refusal): Message {
  return { code: refusals[reason].code, params: { detail, limit: MAX_STATEMENT_BYTES } };
}

/** The sentence that a person reads. */
export function refusalText(refused: Refusal, language: Language): string {
  return render(refusalMessage(refused), language);
}
