import type { ByLanguage } from '#libs/language';
import { DETAIL_WORDS } from '#libs/step-files';

/** The words of the relations and rules of a table. */
interface RelationWords {
  readonly colon: string;
  readonly inferred: string;
  readonly refersTo: string;
  readonly referredToBy: string;
  readonly moreReferences: (count: number) => string;
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
    moreReferences: (count) => `另有 ${count} 个外键引用本表`,
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
    moreReferences: (count) => `${count} more foreign keys refer to this table`,
    reads: 'reads ',
    partitions: (key, count, names) => `partitioned by ${key}, ${count} partitions: ${names}`,
    unique: 'unique: ',
    uniqueIndex: 'unique index: ',
    check: 'check: ',
    exclusion: 'exclusion: ',
  },
};
