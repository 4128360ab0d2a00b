import { isLinkTable, keyColumns, relationName, shortComment, type Catalog, type Relation } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { Theme } from '#libs/step-files';
import { labelsFor, type Labels } from '#libs/themes';
import { descriptionOf, type RelationComments } from './comments.js';

export interface DecisionPromptInput {
  readonly catalog: Catalog;
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
function entityLines({ catalog, comments, themes, language }: DecisionPromptInput): string[] {
  const words = WORDS[language];
  const labels = labelsFor(catalog, language);
  const byName = new Map(catalog.relations.map((relation) => [relationName(relation), relation]));
  const seeds = themes.flatMap(({ relatedTables }) => relatedTables.slice(0, 1));
  const others = themes.flatMap(({ relatedTables }) => relatedTables);
  const relations = [...new Set([...seeds, ...others])].flatMap((name) => byName.get(name) ?? []);
  return relations
    .filter((relation) => !isLinkTable(relation) && relation.partitionOf === null)
    .slice(0, MAX_ENTITIES)
    .map((relation) => {
      const relationComments = comments.get(relationName(relation));
      const description = (relationComments ? descriptionOf(relationComments, null) : null) ?? relationName(relation);
      const fields = fieldsOf(relation, relationComments, labels);
      const list = fields.length > 0 ? `${words.fields}${fields.join(words.list)}` : '';
      return `- ${oneLine(labels.table(relation))}${words.colon}${oneLine(description)}${list}`;
    });
}

const AUDIT = /^(version|created?_?\w*|updated?_?\w*|deleted?_?\w*|last_update\w*|modified_?\w*)$/i;

/** Excludes keys, audit columns and types without readable values. */
function fieldsOf(relation: Relation, comments: RelationComments | undefined, labels: Labels): string[] {
  const keys = keyColumns(relation);
  const asked = relation.columns.filter(
    ({ name, typeCategory }) => !keys.has(name) && !AUDIT.test(name) && typeCategory !== 'U',
  );
  const names = asked.map(
    (column) => shortComment(comments?.columns.get(column.name)?.text ?? null) || labels.column(column),
  );
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
