import type { Column, Relation } from '#libs/catalog';
import type { Language } from '#libs/language';
import { DETAIL_WORDS } from '#libs/step-files';
import { shownName, targetOf } from './relation-names.js';

const zh = {
  ...DETAIL_WORDS.zh,
  name: '中文名',
  description: '描述',
  notNull: '非空',
  fields: '字段列表：',
  notes: '字段补充说明：',
  profile: '数据概况：',
  relations: '表间关系：',
  rules: '约束规则：',
  noComment: '数据表',
  separator: '，',
  listSeparator: '、',
  colon: '：',
  open: '（',
  close: '）',
  beforeDescription: '',
  kinds: {
    table: '表',
    partitioned_table: '分区表',
    view: '视图',
    materialized_view: '物化视图',
    foreign_table: '外部表',
  },
  partitions: '分区',
  partitionOf: '所属分区表',
  baseType: '基础类型',
  inferredTo: (target: string) => `${DETAIL_WORDS.zh.inferredKey}：${target}`,
};

const en: typeof zh = {
  ...DETAIL_WORDS.en,
  name: 'Name',
  description: 'Description',
  notNull: 'not null',
  fields: 'Columns:',
  notes: 'Notes:',
  profile: 'Data profile:',
  relations: 'Relations:',
  rules: 'Constraints:',
  noComment: 'table',
  separator: ', ',
  listSeparator: ', ',
  colon: ': ',
  open: ' (',
  close: ')',
  beforeDescription: ': ',
  kinds: {
    table: 'table',
    partitioned_table: 'partitioned table',
    view: 'view',
    materialized_view: 'materialized view',
    foreign_table: 'foreign table',
  },
  partitions: 'Partitions',
  partitionOf: 'Partition of',
  baseType: 'base type',
  inferredTo: (target) => `${DETAIL_WORDS.en.inferredKey} to ${target}`,
};

/** The fixed words of the files; the Chinese ones are those of the Python original and stay exact. */
export const LABELS: Readonly<Record<Language, typeof zh>> = { zh, en };

/** The role of a column by its foreign keys; inferred ones are marked as such, with what they refer to. */
export function foreignKeyLabel(relation: Relation, column: Column, language: Language): string[] {
  const keys = relation.foreignKeys.filter(({ columns }) => columns.includes(column.name));
  const labels = LABELS[language];
  const [first] = keys;
  if (!first || keys.some(({ inferred }) => !inferred)) {
    return first ? [labels.foreignKey] : [];
  }
  return [labels.inferredTo(`${shownName(targetOf(first))}(${first.referencedColumns.join(', ')})`)];
}
