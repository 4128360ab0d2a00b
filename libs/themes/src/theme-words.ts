import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Name, SemanticModel } from '#libs/semantic-model';

const MAX_ENTITIES = 6;
const MAX_METRICS = 8;
/** Named in a description. */
const MAX_OTHERS = 4;
const MAX_MEASURED = 5;
const MEASURES_OF_OTHERS = 3;

/** The name of a table for people, the identifier where it is not known in the language. */
export function nameOf({ name, table }: Entity, language: Language): string {
  return name[language].known ? name[language].text : table;
}

/** The subjects of a group of tables, without those that only connect others where possible. */
export function entitiesOf(entities: readonly Entity[], language: Language): string[] {
  const things = entities.filter(({ kind }) => kind !== 'link');
  const chosen = things.length > 0 ? things : entities;
  return distinct(chosen.map((entity) => nameOf(entity, language))).slice(0, MAX_ENTITIES);
}

/** The measures of a group of tables, computed ones first; where there are few, the numbers of rows. */
export function metricsOf(entities: readonly Entity[], model: SemanticModel, language: Language): string[] {
  const computed = Map.groupBy(model.metrics, ({ entity }) => entity);
  const names = entities.flatMap((entity, index) => {
    const own = [
      ...(computed.get(entity.id) ?? []).map(({ name }) => name),
      ...measures(entity).map(({ label }) => label),
    ];
    return own.slice(0, index === 0 ? MAX_METRICS : MEASURES_OF_OTHERS);
  });
  const known = distinct(names.flatMap((name) => (name[language].known ? [name[language].text] : [])));
  const counts = entities
    .filter(({ kind, name }) => kind !== 'link' && name[language].known)
    .map(({ name }) => WORDS[language].count(name[language]));
  const all = known.length >= 3 ? known : distinct([...known, ...counts.slice(0, 3)]);
  return all.slice(0, MAX_METRICS);
}

/** What adds up is asked about most. */
function measures({ fields }: Entity): Field[] {
  const rank = ({ additivity }: Field): number => (additivity === 'additive' ? 0 : 1);
  return fields.filter(({ role }) => role === 'measure').sort((a, b) => rank(a) - rank(b));
}

export function themeDescription(
  subject: string,
  entities: readonly string[],
  metrics: readonly string[],
  language: Language,
): string {
  const others = entities.filter((entity) => entity !== subject).slice(0, MAX_OTHERS);
  return WORDS[language].description(subject, others, metrics.slice(0, MAX_MEASURED));
}

interface ThemeWords {
  readonly count: (name: Name) => string;
  readonly description: (subject: string, others: readonly string[], metrics: readonly string[]) => string;
}

/** A blank between Chinese and Latin words. */
function spaced(text: string): string {
  return text.replace(/(?<=\p{Script=Han})(?=[A-Za-z])|(?<=[A-Za-z])(?=\p{Script=Han})/gu, ' ');
}

const WORDS: ByLanguage<ThemeWords> = {
  zh: {
    count: ({ text }) => `${text}${/(数据|记录|明细|日志|数|量)$/u.test(text) ? '条数' : '数量'}`,
    description: (subject, others, metrics) => {
      const along = others.length > 0 ? `，结合${others.join('、')}` : '';
      const measured = metrics.length > 0 ? `分析${metrics.join('、')}的` : '分析其';
      return spaced(`围绕${subject}${along}，${measured}分布、对比、排名与变化趋势。`);
    },
  },
  en: {
    count: ({ plural }) => `number of ${plural}`,
    description: (subject, others, metrics) => {
      const along = others.length > 0 ? `, together with ${others.join(', ')}` : '';
      const measured = metrics.length > 0 ? ` of ${metrics.join(', ')}` : '';
      return `About ${subject}${along}: distribution, comparison, ranking and trend${measured}.`;
    },
  },
};

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
