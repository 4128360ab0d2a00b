import type { Language } from '#libs/domain-errors';
import type { Theme } from '#libs/themes';

export const DECISION_PROMPT_FILE = 'db_query_decision_prompt.txt';

/**
 * `db_query_decision_prompt.txt`: what the database can answer, as plain text for a model that decides whether a
 * question needs a query. No newline at the end.
 */
export function renderDecisionPrompt(themes: readonly Theme[], businessContext: string, language: Language): string {
  const context = businessContext.replace(/\s+/g, ' ').trim();
  return language === 'zh' ? zhPrompt(themes, context) : enPrompt(themes, context);
}

const MAX_ITEMS = 16;

function zhPrompt(themes: readonly Theme[], context: string): string {
  const topics = themes.map(({ topicName }) => topicName).join('、');
  return [
    '=== 数据库业务范围 ===',
    `当前数据库存储的是${context}的相关数据，主要涉及${topics}，包含以下业务数据：`,
    '核心业务实体：',
    ...entityLines(themes).map(({ name, tables }) => `- ${name}：涉及数据表 ${tables.join('、')}`),
    '关键业务指标：',
    ...metricLines(themes).map(({ name, topics: of }) => `- ${name}：用于${of.join('、')}`),
  ].join('\n');
}

function enPrompt(themes: readonly Theme[], context: string): string {
  const topics = themes.map(({ topicName }) => topicName).join(', ');
  return [
    '=== Business scope of the database ===',
    `The database holds data about: ${context}. Its main subjects are ${topics}. It contains:`,
    'Core business entities:',
    ...entityLines(themes).map(({ name, tables }) => `- ${name}: tables ${tables.join(', ')}`),
    'Key business metrics:',
    ...metricLines(themes).map(({ name, topics: of }) => `- ${name}: used in ${of.join(', ')}`),
  ].join('\n');
}

/** Entities in theme order with the first tables of the themes that name them. */
function entityLines(themes: readonly Theme[]): { name: string; tables: string[] }[] {
  return namesOf(themes, ({ bizEntities }) => bizEntities).map((name) => {
    const about = themes.filter(({ bizEntities }) => bizEntities.includes(name));
    const tables = about.flatMap(({ relatedTables }) => relatedTables.slice(0, 3));
    return { name, tables: [...new Set(tables)].slice(0, 4) };
  });
}

function metricLines(themes: readonly Theme[]): { name: string; topics: string[] }[] {
  return namesOf(themes, ({ bizMetrics }) => bizMetrics).map((name) => ({
    name,
    topics: themes.filter(({ bizMetrics }) => bizMetrics.includes(name)).map(({ topicName }) => topicName),
  }));
}

function namesOf(themes: readonly Theme[], of: (theme: Theme) => readonly string[]): string[] {
  return [...new Set(themes.flatMap((theme) => of(theme).map((name) => name.replace(/\s+/g, ' '))))].slice(
    0,
    MAX_ITEMS,
  );
}
