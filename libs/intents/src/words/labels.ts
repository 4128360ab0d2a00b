import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field } from '#libs/semantic-model';
import type { Dimension, Measure, Quantity } from '../intent.js';
import { dimensionLabelEn, measureNounEn } from './en/nouns.js';
import { Names } from './names.js';
import { dimensionLabelZh, measureNounZh } from './zh/nouns.js';

/** Names of output columns; an unknown name stands as its identifier. */
export interface Labels {
  measure(measure: Measure, subject: Entity): string;
  dimension(dimension: Dimension): string;
  quantity(quantity: Quantity): string;
  field(field: Field): string;
  entity(entity: Entity): string;
  readonly share: string;
  readonly previous: string;
  readonly growth: string;
  readonly place: string;
  readonly runningTotal: string;
  readonly movingAverage: string;
  /** The name of a title column of another entity. */
  title(entity: string, field: string): string;
}

type Fixed = Pick<Labels, 'share' | 'previous' | 'growth' | 'place' | 'runningTotal' | 'movingAverage' | 'title'>;

const FIXED: ByLanguage<Fixed> = {
  en: {
    share: 'share percent',
    previous: 'previous value',
    growth: 'growth percent',
    place: 'place',
    runningTotal: 'running total',
    movingAverage: 'moving average',
    title: (entity, field) => (/\s/.test(field) ? field : `${entity} ${field}`),
  },
  zh: {
    share: '占比(%)',
    previous: '上期值',
    growth: '增长率(%)',
    place: '名次',
    runningTotal: '累计值',
    movingAverage: '移动平均',
    title: (entity, field) => ([...field].length > 2 || field.includes(entity) ? field : `${entity}${field}`),
  },
};

const NOUNS: ByLanguage<{
  measure(measure: Measure, subject: Entity, names: Names): string;
  dimension(dimension: Dimension, names: Names): string;
}> = {
  en: { measure: measureNounEn, dimension: dimensionLabelEn },
  zh: { measure: measureNounZh, dimension: dimensionLabelZh },
};

export function labelsIn(language: Language): Labels {
  const nouns = NOUNS[language];
  const names = new Names(language, null);
  return {
    ...FIXED[language],
    measure: (measure, subject) => nouns.measure(measure, subject, names),
    dimension: (dimension) => nouns.dimension(dimension, names),
    field: (field) => names.field(field).text,
    entity: ({ name, table }) => (name[language].known ? name[language].text : table),
    quantity: (quantity) =>
      quantity.form === 'field' ? names.field(quantity.field).text : names.metric(quantity.metric).text,
  };
}
