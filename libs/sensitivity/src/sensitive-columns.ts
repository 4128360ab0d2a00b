import { conceptOf, isChinese } from '#libs/column-concepts';
import { ABOUT_A_VALUE } from './about-a-value.js';
import { columnRule, isSecretByName } from './column-rule.js';
import { holdsSensitiveText, speaksOfPerson } from './personal-text.js';
import type { SensitiveRule } from './rule.js';
import { SECRET_RULES } from './secret-rules.js';
import { tableContext, type TableContext, type TextualColumn, type TextualTable } from './table-context.js';

type Rows = readonly (readonly (string | null)[])[];
type Rules = (SensitiveRule | null)[];

const MAX_VALUES = 40;

const NOTHING = /(?!)/;
/** Sentences in which people, places or secrets occur; nothing of them is shown. */
const FREE_TEXT: SensitiveRule = {
  id: 'free_text',
  name: NOTHING,
  chinese: NOTHING,
  value: null,
  categories: 'S',
  keep: null,
};
/** Repeats a personal value of the same row: a login, a file named after a person. */
const ECHO: SensitiveRule = { ...FREE_TEXT, id: 'repeats_personal', keep: 0 };

/**
 * The rule for each column of a table, null for harmless ones.
 * @param rows sampled rows in the order of the columns
 */
export function sensitiveColumns(table: TextualTable, rows: Rows): readonly (SensitiveRule | null)[] {
  const context = tableContext(table);
  const values = table.columns.map((_, at) => distinctValues(rows, at));
  const rules: Rules = table.columns.map((column, at) => columnRule(context, column, values[at] ?? []));
  addSettings(table, context, rows, rules);
  addFreeText(table, context, values, rules);
  addEchoes(table, rows, rules);
  return rules;
}

/**
 * Tells of single columns whether nothing of their values may be shown, by the names and comments alone. As
 * `sensitiveColumns` without rows, but only for the columns that are asked for.
 */
export function secretsByName(table: TextualTable): (column: TextualColumn) => boolean {
  const context = tableContext(table);
  return (column) => isSecretByName(context, column);
}

function distinctValues(rows: Rows, at: number): string[] {
  const found = new Set<string>();
  for (const row of rows) {
    const value = row[at];
    if (value !== null && value !== undefined) {
      found.add(value);
    }
    if (found.size >= MAX_VALUES) {
      break;
    }
  }
  return [...found];
}

const VALUE_NAME =
  /^((param(eter)?|config|setting|option|property|attribute|variable|item|dict|default|current)_?)*(value|val|content|text|data|val_?text|string_?value)$/;
const VALUE_NAME_CHINESE = /(值|内容)$/u;
const SECRET_NAME =
  /(^|_)(password|passwd|pwd|pass|passcode|passphrase|secret|token|credential|(api|access|private|secret|app)_?key|salt|auth_?code)s?(_|$)/;
const SECRET_NAME_CHINESE = /密码|口令|密钥|秘钥|私钥|令牌|授权码/u;

/**
 * A table of names and values, of which some row's name says that it holds a secret (`smtp_password`, 初始化密码): none
 * of its values is shown.
 */
function addSettings(table: TextualTable, context: TableContext, rows: Rows, rules: Rules): void {
  const isValue = ({ name, typeCategory, isArray }: TextualColumn): boolean =>
    typeCategory === 'S' &&
    !isArray &&
    (VALUE_NAME.test(context.wordsOf(name).join('_')) || VALUE_NAME_CHINESE.test(name));
  const valueAt = table.columns.flatMap((column, at) => (isValue(column) ? [at] : []));
  const names = table.columns.flatMap((column, at) =>
    column.typeCategory === 'S' && !valueAt.includes(at) ? [at] : [],
  );
  const isSettings =
    context.ofSettings ||
    (valueAt.length > 0 &&
      table.columns.some(
        ({ name }) =>
          /(^|_)(key|name|code|item)$/.test(context.wordsOf(name).join('_')) || /(键|名称?|项|编码)$/u.test(name),
      ) &&
      !isContent(table, valueAt, context));
  const secret = SECRET_RULES[0];
  if (
    !isSettings ||
    valueAt.length === 0 ||
    !secret ||
    !rows.some((row) => names.some((at) => namesSecret(row[at] ?? '')))
  ) {
    return;
  }
  for (const at of valueAt) {
    rules[at] ??= secret;
  }
}

/** The text of a template or an article is no setting. */
function isContent({ columns }: TextualTable, valueAt: readonly number[], context: TableContext): boolean {
  return valueAt.every(
    (at) =>
      /(content|text|data)$/.test(context.wordsOf(columns[at]?.name ?? '').join('_')) ||
      /内容$/u.test(columns[at]?.name ?? ''),
  );
}

/** A short name, not a sentence. */
function namesSecret(text: string): boolean {
  const name = text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_');
  return (
    text.length <= 80 &&
    ((SECRET_NAME.test(name) && !ABOUT_A_VALUE.test(name)) ||
      (SECRET_NAME_CHINESE.test(text) && !/(长度|策略|规则|次数|有效期|开关|类型|时间|强度)$/u.test(text)))
  );
}

const REMARK =
  /(^|_)(remarks?|notes?|memo|comments?|feedback|message|complaint|observation|narrative|statements?|testimon(y|ies)|affidavit|instructions?|requests?|requirements?|details|story|minutes|transcription|body|transcript|summary|description|bz|beizhu)(_(text|body))?$/;
const REMARK_CHINESE =
  /(备注|留言|说明|描述|意见|反馈|内容|附言|评语|记录|情况|原因|寄语|投诉|附注|要求|陈述|证词|口供|笔录|说法|嘱咐|叮嘱)$/u;
const SOME = 0.1;

/** Free text of which a tenth speaks of people; in a table of people any remark may. */
function addFreeText(
  table: TextualTable,
  context: TableContext,
  values: readonly (readonly string[])[],
  rules: Rules,
): void {
  table.columns.forEach((column, at) => {
    const words = context.wordsOf(column.name);
    const label = column.comment ?? '';
    const isRemark =
      REMARK.test(words.join('_')) ||
      REMARK_CHINESE.test(column.name) ||
      REMARK_CHINESE.test(isChinese(label) ? label : '');
    const seen = (values[at] ?? []).filter((value) => value.trim().length > 3);
    if (
      rules[at] ||
      column.typeCategory !== 'S' ||
      !(isRemark || conceptOf({ ...column, words }) === 'description') ||
      seen.length === 0
    ) {
      return;
    }
    const speaking = seen.filter((value) => (isRemark ? speaksOfPerson(value) : holdsSensitiveText(value))).length;
    if (speaking >= Math.max(1, SOME * seen.length)) {
      rules[at] = FREE_TEXT;
    }
  });
}

const LEAST_ECHO = 3;
const ECHO_SHARE = 0.3;

/** A text column that often holds the masked name of its own row gives that away. */
function addEchoes({ columns }: TextualTable, rows: Rows, rules: Rules): void {
  const names = columns.flatMap((_, at) => (rules[at]?.id === 'person_name' ? [at] : []));
  if (names.length === 0 || rows.length < LEAST_ECHO) {
    return;
  }
  columns.forEach((column, at) => {
    if (rules[at] || column.typeCategory !== 'S') {
      return;
    }
    const filled = rows.filter((row) => (row[at] ?? '') !== '');
    const echoing = filled.filter((row) => names.some((name) => holdsName(row[at] ?? '', row[name] ?? '')));
    if (filled.length >= LEAST_ECHO && echoing.length >= ECHO_SHARE * filled.length) {
      rules[at] = ECHO;
    }
  });
}

function holdsName(text: string, name: string): boolean {
  const parts = name
    .toLowerCase()
    .split(/[\s,.]+/)
    .filter((part) => part.length >= (isChinese(part) ? 2 : LEAST_ECHO));
  return parts.some((part) => text.toLowerCase().includes(part));
}
