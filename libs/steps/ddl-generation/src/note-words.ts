import type { ByLanguage } from '#libs/language';
import { DETAIL_WORDS } from '#libs/step-files';

/** The sentences of the notes below a column list. */
interface NoteWords {
  readonly primaryKey: (column: string) => string;
  readonly compositeKey: (columns: string) => string;
  readonly quoted: (names: string) => string;
  readonly foreignKey: (columns: string, target: string) => string;
  readonly inferredKey: (columns: string, target: string) => string;
  readonly meanings: (column: string, meanings: readonly string[]) => string;
  readonly enumeration: (column: string, values: readonly string[]) => string;
  /** Values of a sample. */
  readonly someValues: (column: string, values: readonly string[]) => string;
  readonly flag: (column: string, values: readonly string[]) => string;
  readonly moreValues: (count: number) => string;
  readonly withShare: (value: string, share: string) => string;
  readonly nullMeaning: (column: string, meaning: string) => string;
  readonly softDelete: (condition: string) => string;
  readonly period: (column: string, from: string, to: string) => string;
  /** The column holds several keys. */
  readonly elements: (column: string, target: string, kind: 'array' | 'json') => string;
  readonly onlyWhere: (note: string, condition: string) => string;
  readonly uuid: (column: string) => string;
  readonly now: (column: string) => string;
  readonly json: (column: string, shape: string | null) => string;
  readonly binary: (column: string) => string;
  readonly identity: (column: string) => string;
  readonly generated: (column: string, expression: string) => string;
  readonly masked: (columns: readonly string[]) => string;
  readonly hidden: (columns: readonly string[]) => string;
  readonly unreadable: (columns: string) => string;
  readonly link: string;
  /** The table is a backup, or another copy, of a table. */
  readonly copy: (original: string) => string;
}

const { zh, en } = DETAIL_WORDS;

export const NOTE_WORDS: ByLanguage<NoteWords> = {
  zh: {
    primaryKey: (column) => `${column} ${zh.isPrimaryKey}`,
    compositeKey: (columns) => `${zh.compositeKey}：${columns}`,
    quoted: (names) => `SQL 中必须加双引号的名称：${names}`,
    foreignKey: (columns, target) => `${columns} ${zh.isForeignKey}，关联 ${target}`,
    inferredKey: (columns, target) => `${columns} ${zh.isInferredKey}，关联 ${target}（数据库中未声明约束）`,
    meanings: (column, meanings) => `${column} ${zh.values}含义：${meanings.join('、')}`,
    enumeration: (column, values) => `${column} 为枚举字段，包含${zh.values}：${values.join('、')}`,
    someValues: (column, values) => `${column} 在样本中的${zh.values}：${values.join('、')}`,
    flag: (column, values) => `${column} 为是否标志，${zh.values}：${values.join('、')}`,
    moreValues: (count) => `等（另有 ${count} 个）`,
    withShare: (value, share) => `${value}（${share}）`,
    nullMeaning: (column, meaning) => `${column} 为空表示${meaning}`,
    softDelete: (condition) => `已删除的行仍保留在表中，查询有效数据时加上条件 ${condition}`,
    period: (column, from, to) => `数据时间范围（${column}）：${from} 至 ${to}`,
    elements: (column, target, kind) =>
      `${column} 为${kind === 'json' ? ' JSON ' : ''}数组，其中每个元素关联 ${target}（数据库中未声明约束）`,
    onlyWhere: (note, condition) => `${note}，仅当 ${condition}`,
    uuid: (column) => `${column} 使用 UUID 编码`,
    now: (column) => `${column} 自动记录当前时间`,
    json: (column, shape) => `${column} 存储JSON格式数据${shape === null ? '' : `，结构：${shape}`}`,
    binary: (column) => `${column} 存储二进制数据`,
    identity: (column) => `${column} 由数据库自动编号`,
    generated: (column, expression) => `${column} 由表达式计算得出：${expression}`,
    masked: (columns) => `含个人或敏感信息的字段（示例已脱敏）：${columns.join('、')}`,
    hidden: (columns) => `含个人或敏感信息的字段（不展示取值）：${columns.join('、')}`,
    unreadable: (columns) => `当前角色无权读取的字段：${columns}`,
    link: '本表是关联表，用于多对多关系映射',
    copy: (original) => `本表疑似 ${original} 的备份或副本，查询业务数据请使用 ${original}`,
  },
  en: {
    primaryKey: (column) => `${column} ${en.isPrimaryKey}`,
    compositeKey: (columns) => `${en.compositeKey}: ${columns}`,
    quoted: (names) => `names that need double quotes in SQL: ${names}`,
    foreignKey: (columns, target) => `${columns} ${en.isForeignKey} to ${target}`,
    inferredKey: (columns, target) =>
      `${columns} ${en.isInferredKey} to ${target} (inferred, no constraint declares it)`,
    meanings: (column, meanings) => `${en.values} of ${column} mean: ${meanings.join(', ')}`,
    enumeration: (column, values) => `${column} takes one of the ${en.values}: ${values.join(', ')}`,
    someValues: (column, values) => `${en.values} of ${column} in a sample: ${values.join(', ')}`,
    flag: (column, values) => `${column} is a flag, ${en.values}: ${values.join(', ')}`,
    moreValues: (count) => `… (${count} more)`,
    withShare: (value, share) => `${value} (${share})`,
    nullMeaning: (column, meaning) => `${column} is null: ${meaning}`,
    softDelete: (condition) => `deleted rows stay in the table: the condition ${condition} selects the others`,
    period: (column, from, to) => `rows reach from ${from} to ${to} (${column})`,
    elements: (column, target, kind) =>
      `${column} holds ${kind === 'json' ? 'a JSON array' : 'an array'}, each element refers to ${target} (inferred, no constraint declares it)`,
    onlyWhere: (note, condition) => `${note}, only where ${condition}`,
    uuid: (column) => `${column} holds UUIDs`,
    now: (column) => `${column} is set to the current time by default`,
    json: (column, shape) => `${column} holds JSON${shape === null ? '' : `, of the shape ${shape}`}`,
    binary: (column) => `${column} holds binary data`,
    identity: (column) => `${column} is numbered by the database`,
    generated: (column, expression) => `${column} is computed: ${expression}`,
    masked: (columns) => `personal or secret values, examples masked: ${columns.join(', ')}`,
    hidden: (columns) => `personal or secret values, not shown: ${columns.join(', ')}`,
    unreadable: (columns) => `columns that this role may not read: ${columns}`,
    link: 'this table connects others (many-to-many)',
    copy: (original) =>
      `this table looks like a backup or copy of ${original}: query ${original} for the data of the business`,
  },
};
