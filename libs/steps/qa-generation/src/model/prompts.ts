import type { Language, Text } from '#libs/language';
import { fenced, fenceRule } from '#libs/language-model';
import type { Theme } from '#libs/step-files';
import type { GeneratedPair } from '../pair.js';

/** Increase with every change of the texts below: logs show which version was used. */
export const PAIR_PROMPT_VERSION = 'pairs-4';

const TONGUE: Text = {
  zh: 'Chinese, with quoted Chinese column aliases',
  en: 'English, with snake_case column aliases',
};

export function systemPrompt(language: Language): string {
  return [
    'You write pairs of a business question and the PostgreSQL query that answers it; a text-to-SQL model will learn from them.',
    `Questions and aliases are in ${TONGUE[language]}. Ask as a person of the business would: by the meaning of columns, not by their names.`,
    'Each query is exactly one SELECT (WITH is fine) that uses only tables and columns of the documents given, quotes names that need it, and ends with a semicolon.',
    'Spread the questions over detail, counting, sums and averages, grouping, ranking, trends over time, comparison of periods, joins, missing values and text search.',
    'Values in conditions must be among those that the documents show. Leave out technical columns (ids, versions, audit columns) unless a join needs them.',
    'Read <meaning> as rules: sum only additive measures, average rates and unit prices, leave out deleted rows, speak of codes by their meaning and compare with the code.',
    fenceRule('theme', 'documents', 'meaning', 'examples', 'taken', 'names'),
  ].join('\n');
}

export interface PairRequest {
  readonly theme: Theme;
  readonly businessContext: string;
  readonly documents: string;
  /** See `meaningFacts`. */
  readonly meaning: string;
  readonly examples: readonly GeneratedPair[];
  readonly count: number;
  /** Names for kinds of questions. */
  readonly kinds: readonly string[];
  /** Questions that exist already. */
  readonly taken: readonly string[];
  /** Not covered by any of them; null in the first round. */
  readonly uncovered: {
    readonly tables: readonly string[];
    readonly columns: readonly string[];
    readonly kinds: readonly string[];
  } | null;
}

export function userPrompt(request: PairRequest): string {
  const { theme, businessContext, documents, meaning, examples, count, kinds, taken, uncovered } = request;
  return [
    `Business: ${businessContext}`,
    fenced('theme', described(theme)),
    fenced('documents', documents),
    fenced('meaning', meaning),
    fenced('examples', JSON.stringify(examples.map(pairForPrompt), null, 1)),
    taken.length > 0
      ? `These questions exist already; ask others:\n${fenced('taken', taken.map((question) => `- ${question}`).join('\n'))}`
      : '',
    uncovered?.tables.length
      ? `No question uses these tables yet; prefer them: ${fenced('names', uncovered.tables.join(', '))}`
      : '',
    uncovered?.columns.length ? `Nor these columns: ${fenced('names', uncovered.columns.join(', '))}` : '',
    uncovered?.kinds.length ? `Kinds of question that are still missing: ${uncovered.kinds.join(', ')}` : '',
    `Write ${count} pairs. \`kind\` is one of: ${kinds.join(', ')}, other.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function pairForPrompt({ question, sql, kind }: GeneratedPair): object {
  return { question, sql, kind };
}

function described({ topicName, description, bizEntities, bizMetrics }: Theme): string {
  return [
    `${topicName}. ${description}`,
    bizEntities.length > 0 ? `Entities: ${bizEntities.join(', ')}` : '',
    bizMetrics.length > 0 ? `Metrics: ${bizMetrics.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('\n');
}
