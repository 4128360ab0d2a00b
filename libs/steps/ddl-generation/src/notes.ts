import {
  displayValue,
  referencedName,
  type Column,
  type ColumnProfile,
  type ForeignKey,
  type LookupEntry,
  type Relation,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import type { RelationComments } from './comments.js';
import { shownName, targetOf } from './relation-names.js';

interface NoteContext {
  readonly comments: RelationComments;
  readonly language: Language;
  /** What the keys of lookup tables mean, by `schema.table.key`. */
  readonly lookups?: ReadonlyMap<string, readonly LookupEntry[]>;
}

const ENUM_LIKE_NAME = /状态|类型|级别|方向|品类|模式|格式|性别/;
const NOW = /^(now\(\)|CURRENT_TIMESTAMP|LOCALTIMESTAMP|transaction_timestamp\(\)|statement_timestamp\(\))/;
const JSON_TYPES = [114, 3802];
const UUID = 2950;
const BYTEA = 17;
const MAX_QUOTED = 10;

/** Keys of the whole table. */
export function tableNotes(relation: Relation, language: Language): string[] {
  const key = relation.primaryKey?.columns ?? [];
  const composite = relation.foreignKeys.filter(({ columns }) => columns.length > 1);
  const zh = language === 'zh';
  const primary =
    key.length === 1
      ? [zh ? `${key[0]} 为主键` : `${key[0]} is the primary key`]
      : key.length > 1
        ? [zh ? `复合主键：${key.join(', ')}` : `composite primary key: ${key.join(', ')}`]
        : [];
  return [
    ...primary,
    ...composite.map((foreignKey) => foreignKeyNote(foreignKey, language)),
    ...quotingNote(relation, language),
  ];
}

/** The list shows names as they are; a query that leaves the quotes out does not find them. */
function quotingNote(relation: Relation, language: Language): string[] {
  const names = [relation.schema, relation.name, ...relation.columns.map(({ name }) => name)];
  const quoted = names.map(quoteIdentifier).filter((name) => name.startsWith('"'));
  const shown = quoted.slice(0, MAX_QUOTED).join(', ') + (quoted.length > MAX_QUOTED ? ', …' : '');
  if (quoted.length === 0) {
    return [];
  }
  return language === 'zh'
    ? [`SQL 中必须加双引号的名称：${shown}`]
    : [`names that need double quotes in SQL: ${shown}`];
}

function foreignKeyNote(key: ForeignKey, language: Language): string {
  const columns = key.columns.length === 1 ? key.columns[0] : `(${key.columns.join(', ')})`;
  const target = `${shownName(targetOf(key))}(${key.referencedColumns.join(', ')})`;
  if (key.inferred) {
    return language === 'zh'
      ? `${columns} 推断为外键，关联 ${target}（数据库中未声明约束）`
      : `${columns} appears to refer to ${target} (inferred, no constraint declares it)`;
  }
  return language === 'zh' ? `${columns} 为外键，关联 ${target}` : `${columns} is a foreign key to ${target}`;
}

/** What the list line of a column does not say. */
export function columnNotes(
  relation: Relation,
  column: Column,
  profile: ColumnProfile | undefined,
  { language, lookups }: NoteContext,
): string[] {
  const single = relation.foreignKeys.filter(({ columns }) => columns.length === 1 && columns[0] === column.name);
  return [
    ...single.map((key) => foreignKeyNote(key, language)),
    ...single.flatMap((key) => lookupNote(key, lookups, language)).slice(0, 1),
    ...enumerationNote(column, profile, language),
    ...(language === 'zh' ? zhTypeNotes(column, profile) : enTypeNotes(column, profile)),
  ];
}

/** `status_id` says nothing to a reader, `1 = paid` does. */
function lookupNote(
  key: ForeignKey,
  lookups: ReadonlyMap<string, readonly LookupEntry[]> | undefined,
  language: Language,
): string[] {
  const entries = lookups?.get(`${referencedName(key)}.${key.referencedColumns[0]}`) ?? [];
  const meanings = entries.map((entry) => `${displayValue(entry.key)}=${displayValue(entry.label)}`);
  if (meanings.length === 0) {
    return [];
  }
  return language === 'zh'
    ? [`${key.columns[0]} 取值含义：${meanings.join('、')}`]
    : [`values of ${key.columns[0]} mean: ${meanings.join(', ')}`];
}

function enumerationNote(column: Column, profile: ColumnProfile | undefined, language: Language): string[] {
  const values = profile?.enumeration?.map((value) => displayValue(value));
  if (values && values.length > 0) {
    return language === 'zh'
      ? [`${column.name} 为枚举字段，包含取值：${values.join('、')}`]
      : [`${column.name} takes one of the values: ${values.join(', ')}`];
  }
  const seen = (profile?.topValues ?? []).map(({ value }) => displayValue(value));
  return ENUM_LIKE_NAME.test(column.name) && seen.length > 0 && language === 'zh'
    ? [`${column.name} 疑似枚举字段，当前取值：${seen.join('、')}`]
    : [];
}

function zhTypeNotes(column: Column, profile: ColumnProfile | undefined): string[] {
  const { name } = column;
  const shape = profile?.sampleValues[0];
  return [
    ...(column.baseTypeOid === UUID ? [`${name} 使用 UUID 编码`] : []),
    ...(column.typeCategory === 'D' && NOW.test(column.default ?? '') ? [`${name} 自动记录当前时间`] : []),
    ...(isJson(column) ? [`${name} 存储JSON格式数据${shape ? `，结构：${displayValue(shape, 300)}` : ''}`] : []),
    ...(column.baseTypeOid === BYTEA ? [`${name} 存储二进制数据`] : []),
    ...(column.identity === null ? [] : [`${name} 由数据库自动编号`]),
    ...(column.generated === null ? [] : [`${name} 由表达式计算得出：${column.generated}`]),
    ...(profile?.sensitive ? [`${name} 含个人或敏感信息，${shape === undefined ? '不展示取值' : '示例已脱敏'}`] : []),
  ];
}

function enTypeNotes(column: Column, profile: ColumnProfile | undefined): string[] {
  const { name } = column;
  const shape = profile?.sampleValues[0];
  return [
    ...(column.baseTypeOid === UUID ? [`${name} holds UUIDs`] : []),
    ...(column.typeCategory === 'D' && NOW.test(column.default ?? '')
      ? [`${name} is set to the current time by default`]
      : []),
    ...(isJson(column) ? [`${name} holds JSON${shape ? `, of the shape ${displayValue(shape, 300)}` : ''}`] : []),
    ...(column.baseTypeOid === BYTEA ? [`${name} holds binary data`] : []),
    ...(column.identity === null ? [] : [`${name} is numbered by the database`]),
    ...(column.generated === null ? [] : [`${name} is computed: ${column.generated}`]),
    ...(profile?.sensitive
      ? [
          `${name} holds personal or secret values, ${shape === undefined ? 'which are not shown' : 'examples are masked'}`,
        ]
      : []),
  ];
}

export function isJson(column: Column): boolean {
  return JSON_TYPES.includes(column.baseTypeOid);
}
