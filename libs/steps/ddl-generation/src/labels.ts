import { listedValue } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { Relationship } from '#libs/semantic-model';
import { DETAIL_SECTIONS, DETAIL_WORDS } from '#libs/step-files';
import { relationOf, shownName } from './relation-names.js';
import type { TableMeaning } from './table-meaning.js';

const zh = {
  ...DETAIL_WORDS.zh,
  ...DETAIL_SECTIONS.zh,
  name: '中文名',
  description: '描述',
  notNull: '非空',
  noComment: '数据表',
  separator: '，',
  listSeparator: '、',
  colon: '：',
  open: '（',
  close: '）',
  beforeDescription: '：',
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
  when: (condition: string) => `，当 ${condition}`,
  partOfKey: '复合主键之一',
  otherNames: '别名',
  betweenSentences: '',
  fullStop: '。',
};

const en: typeof zh = {
  ...DETAIL_WORDS.en,
  ...DETAIL_SECTIONS.en,
  name: 'Name',
  description: 'Description',
  notNull: 'not null',
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
  when: (condition) => ` when ${condition}`,
  partOfKey: 'part of the key',
  otherNames: 'Also called',
  betweenSentences: ' ',
  fullStop: '.',
};

/** The fixed words of the files; the Chinese ones are those of the Python original and stay exact. */
export const LABELS: Readonly<Record<Language, typeof zh>> = { zh, en };

/** The role of a column by its joins; inferred ones are marked as such. */
export function foreignKeyLabel(meaning: TableMeaning | undefined, column: string, language: Language): string[] {
  const joins = referencesOf(meaning, column);
  const labels = LABELS[language];
  return joins.length === 0 ? [] : [joins.some(({ declared }) => declared) ? labels.foreignKey : labels.inferredKey];
}

/** The same with what an inferred key refers to, where nothing else names it. */
export function foreignKeyTarget(meaning: TableMeaning | undefined, column: string, language: Language): string[] {
  const joins = referencesOf(meaning, column);
  const labels = LABELS[language];
  if (joins.some(({ declared }) => declared)) {
    return [labels.foreignKey];
  }
  const targets = joins.flatMap(({ to, toFields, condition }) => {
    const entity = meaning?.entityOf(to);
    const when = condition ? labels.when(`${condition.field} = ${listedValue(condition.value)}`) : '';
    return entity ? [`${shownName(relationOf(entity))}(${toFields.join(', ')})${when}`] : [];
  });
  return targets.length > 0 ? [labels.inferredTo([...new Set(targets)].join(labels.listSeparator))] : [];
}

function referencesOf(meaning: TableMeaning | undefined, column: string): readonly Relationship[] {
  return (meaning?.outgoing ?? []).filter(
    ({ standing, fromFields }) => standing === 'fact' && fromFields.includes(column),
  );
}
