import type { ByLanguage } from '#libs/language';
import { DETAIL_WORDS } from '#libs/step-files';

/** The words of the relations and rules of a table. */
interface RelationWords {
  readonly colon: string;
  readonly inferred: string;
  readonly refersTo: string;
  readonly referredToBy: string;
  readonly possiblyRefersTo: string;
  readonly possiblyReferredToBy: string;
  /** In brackets after the condition. */
  readonly notes: (notes: readonly string[]) => string;
  readonly manyToOne: string;
  readonly oneToMany: string;
  readonly oneToOne: string;
  readonly manyToMany: string;
  readonly role: (name: string) => string;
  readonly optional: string;
  /** The column has a value, but no row has this key. */
  readonly orphans: string;
  readonly noneValue: (column: string, value: string) => string;
  readonly above: (alias: string) => string;
  readonly moreReferences: (count: number) => string;
  readonly path: (target: string, between: readonly string[]) => string;
  readonly reads: string;
  readonly partitions: (key: string, count: number, names: string) => string;
  readonly unique: string;
  readonly uniqueIndex: string;
  readonly check: string;
  readonly exclusion: string;
}

export const RELATION_WORDS: ByLanguage<RelationWords> = {
  zh: {
    colon: '：',
    inferred: '（推断）',
    refersTo: DETAIL_WORDS.zh.refersTo,
    referredToBy: DETAIL_WORDS.zh.referredToBy,
    possiblyRefersTo: '可能引用',
    possiblyReferredToBy: '可能被引用于',
    notes: (notes) => `（${notes.join('，')}）`,
    manyToOne: '多对一',
    oneToMany: '一对多',
    oneToOne: '一对一',
    manyToMany: '多对多',
    role: (name) => `角色：${name}`,
    optional: '可为空',
    orphans: '部分行无对应记录',
    noneValue: (column, value) => `${column} = ${value} 表示无`,
    above: (alias) => `${alias} 为被引用的行`,
    moreReferences: (count) => `另有 ${count} 个外键引用本表`,
    path: (target, between) => `到 ${target}（经 ${between.join('、')}）：`,
    reads: '数据来源：',
    partitions: (key, count, names) => `按 ${key} 分区，共 ${count} 个分区：${names}`,
    unique: '唯一：',
    uniqueIndex: '唯一索引：',
    check: '检查：',
    exclusion: '排他：',
  },
  en: {
    colon: ': ',
    inferred: ' (inferred)',
    refersTo: DETAIL_WORDS.en.refersTo,
    referredToBy: DETAIL_WORDS.en.referredToBy,
    possiblyRefersTo: 'possibly refers to',
    possiblyReferredToBy: 'possibly referred to by',
    notes: (notes) => ` (${notes.join('; ')})`,
    manyToOne: 'many to one',
    oneToMany: 'one to many',
    oneToOne: 'one to one',
    manyToMany: 'many to many',
    role: (name) => `as ${name}`,
    optional: 'may be missing',
    orphans: 'some rows have no counterpart',
    noneValue: (column, value) => `${column} = ${value} means none`,
    above: (alias) => `${alias} is the row referred to`,
    moreReferences: (count) => `${count} more foreign keys refer to this table`,
    path: (target, between) => `to ${target} through ${between.join(', ')}: `,
    reads: 'reads ',
    partitions: (key, count, names) => `partitioned by ${key}, ${count} partitions: ${names}`,
    unique: 'unique: ',
    uniqueIndex: 'unique index: ',
    check: 'check: ',
    exclusion: 'exclusion: ',
  },
};
