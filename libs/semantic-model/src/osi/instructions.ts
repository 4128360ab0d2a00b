import type { ByLanguage } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import type { Additivity, Entity, Field, Metric, Relationship } from '../model.js';

/** What a reader that knows nothing of our extensions has to know to write right SQL. */
interface Instructions {
  readonly entity: (entity: Entity) => string;
  readonly field: (field: Field) => string;
  readonly relationship: (join: Relationship) => string;
  readonly metric: (metric: Metric) => string;
}

const SUMMING: ByLanguage<Readonly<Partial<Record<Additivity, string>>>> = {
  zh: {
    semi_additive: '不可按时间相加。',
    rate: '只可求平均，不可求和。',
    unit_price: '单价，不可直接求和。',
  },
  en: {
    semi_additive: 'Do not sum over time.',
    rate: 'Average it, do not sum it.',
    unit_price: 'A price of one piece: do not sum it.',
  },
};

export const INSTRUCTIONS: ByLanguage<Instructions> = {
  zh: {
    entity: ({ softDelete }) => (softDelete ? `查询有效数据时加上条件：${aliveSql(softDelete)}。` : ''),
    field: (field) =>
      [
        ...meanings(field, 'zh', '、', '取值含义：', '。'),
        field.nullMeaning ? `空值表示${field.nullMeaning.zh}。` : '',
        SUMMING.zh[field.additivity] ?? '',
        field.role === 'sensitive' ? '敏感信息，不要展示取值。' : '',
      ].join(''),
    relationship: ({ optional }) => (optional ? '部分行没有对应记录，需要全部行时用 LEFT JOIN。' : ''),
    metric: ({ additivity }) => SUMMING.zh[additivity] ?? '',
  },
  en: {
    entity: ({ softDelete }) => (softDelete ? `Rows that are not deleted: ${aliveSql(softDelete)}.` : ''),
    field: (field) =>
      [
        ...meanings(field, 'en', ', ', 'Values: ', '.'),
        field.nullMeaning ? `NULL means ${field.nullMeaning.en}.` : '',
        SUMMING.en[field.additivity] ?? '',
        field.role === 'sensitive' ? 'Sensitive: do not show its values.' : '',
      ]
        .filter(Boolean)
        .join(' '),
    relationship: ({ optional }) =>
      optional ? 'Some rows have no counterpart: use LEFT JOIN where all rows count.' : '',
    metric: ({ additivity }) => SUMMING.en[additivity] ?? '',
  },
};

function aliveSql({ field, alive }: NonNullable<Entity['softDelete']>): string {
  return `${quoteIdentifier(field)} ${alive}`;
}

function meanings(
  { values }: Field,
  language: 'zh' | 'en',
  separator: string,
  before: string,
  after: string,
): string[] {
  const said = values.flatMap(({ value, meaning }) => (meaning ? [`${value} = ${meaning[language]}`] : []));
  return said.length > 0 ? [`${before}${said.join(separator)}${after}`] : [];
}
