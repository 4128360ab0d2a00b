import type { Catalog } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { Entity, FieldRole, SemanticModel } from '#libs/semantic-model';
import type { Theme } from '#libs/step-files';
import { descriptionOf, type RelationComments } from './comments.js';

export interface DecisionPromptInput {
  readonly catalog: Catalog;
  readonly model: SemanticModel;
  readonly comments: ReadonlyMap<string, RelationComments>;
  readonly themes: readonly Theme[];
  readonly businessContext: string;
  readonly language: Language;
}

const MAX_ENTITIES = 20;
const MAX_METRICS = 20;
const MAX_FIELDS = 5;

const WORDS = {
  zh: {
    title: '=== 数据库业务范围 ===',
    intro: (context: string, topics: string): string =>
      `当前数据库存储的是${context}的相关数据，主要涉及${topics}，包含以下业务数据：`,
    entities: '核心业务实体：',
    fields: '，主要字段：',
    metrics: '关键业务指标：',
    usedIn: (topics: string): string => `用于${topics}`,
    colon: '：',
    list: '、',
  },
  en: {
    title: '=== Business scope of the database ===',
    intro: (context: string, topics: string): string =>
      `The database holds data about: ${context}. Its main subjects are ${topics}. It contains:`,
    entities: 'Core business entities:',
    fields: '; main fields: ',
    metrics: 'Key business metrics:',
    usedIn: (topics: string): string => `part of ${topics}`,
    colon: ': ',
    list: ', ',
  },
} as const;

/**
 * `db_query_decision_prompt.txt`: what the database can answer, as plain text for a model that decides whether a
 * question needs a query. No newline at the end.
 */
export function renderDecisionPrompt(input: DecisionPromptInput): string {
  const words = WORDS[input.language];
  const topics = input.themes.map(({ topicName }) => oneLine(topicName)).join(words.list);
  return [
    words.title,
    words.intro(oneLine(input.businessContext), topics),
    words.entities,
    ...entityLines(input),
    words.metrics,
    ...metricLines(input),
  ].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The tables of the themes, each with its description and its relevant fields. */
function entityLines({ model, comments, themes, language }: DecisionPromptInput): string[] {
  const words = WORDS[language];
  const byId = new Map(model.entities.map((entity) => [entity.id, entity]));
  const seeds = themes.flatMap(({ relatedTables }) => relatedTables.slice(0, 1));
  const others = themes.flatMap(({ relatedTables }) => relatedTables);
  const entities = [...new Set([...seeds, ...others])].flatMap((name) => byId.get(name) ?? []);
  return entities
    .filter(({ kind }) => kind !== 'link')
    .slice(0, MAX_ENTITIES)
    .map((entity) => {
      const table = comments.get(entity.id);
      const description = (table ? descriptionOf(table, null) : null) ?? entity.id;
      const fields = fieldsOf(entity, language);
      const list = fields.length > 0 ? `${words.fields}${fields.join(words.list)}` : '';
      const name = entity.name[language];
      return `- ${oneLine(name.known ? name.text : entity.table)}${words.colon}${oneLine(description)}${list}`;
    });
}

const TELLING: readonly FieldRole[] = ['measure', 'time', 'dimension', 'flag', 'text', 'code'];

/** The fields that people ask about: no keys, nothing technical, nothing sensitive. */
function fieldsOf({ fields }: Entity, language: Language): string[] {
  const names = fields
    .filter(({ role, typeCategory }) => TELLING.includes(role) && typeCategory !== 'U')
    .map(({ label, name }) => (label[language].known ? label[language].text : name));
  return [...new Set(names.map(oneLine))].slice(0, MAX_FIELDS);
}

function metricLines({ themes, language }: DecisionPromptInput): string[] {
  const words = WORDS[language];
  const metrics = [...new Set(themes.flatMap(({ bizMetrics }) => bizMetrics))].slice(0, MAX_METRICS);
  return metrics.map((metric) => {
    const topics = themes
      .filter(({ bizMetrics }) => bizMetrics.includes(metric))
      .map(({ topicName }) => oneLine(topicName));
    return `- ${oneLine(metric)}${words.colon}${words.usedIn(topics.join(words.list))}`;
  });
}
