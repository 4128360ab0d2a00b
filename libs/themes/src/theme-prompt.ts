import { plainComment, referencedName, relationName, type Catalog, type Relation } from '#libs/catalog';
import type { Text } from '#libs/language';
import { fenced, fenceRule } from '#libs/language-model';
import type { ThemeOptions } from './form-themes.js';

/** Increase with every change of the texts below: logs show which version was used. */
export const THEME_PROMPT_VERSION = 'themes-2';

/** Characters of tables in one request. */
const MAX_TABLES = 60_000;

const STYLE: Text = {
  zh: '所有名称和说明使用中文，topic_name 不超过 10 个字，description 约 50 个字。',
  en: 'Write names and descriptions in English; topic_name has at most five words, description one sentence.',
};

/** @param count of themes that the tables of one request may be grouped into */
export function themeSystemPrompt({ language }: ThemeOptions, count: number): string {
  return [
    'You plan training questions for a text-to-SQL model. Group the tables of a PostgreSQL database into business themes.',
    `Answer with JSON {"themes": [{"topic_name", "description", "related_tables", "biz_entities", "biz_metrics"}]}, ${count} themes or fewer.`,
    'Each theme covers another part of the business and together they use every table that matters to it.',
    'related_tables holds names exactly as listed (schema.table). biz_entities and biz_metrics hold three to five short names each.',
    'Leave surrogate keys and audit columns out of entities and metrics.',
    STYLE[language],
    fenceRule('tables'),
  ].join('\n');
}

/**
 * The user's message of each request: one, or as many as the tables need to fit. Columns are listed as long as everything
 * fits into one; tables of larger schemas are described by names and comments alone.
 * @param rowCounts by `schema.table`
 */
export function themeUserPrompts(
  { database, relations }: Catalog,
  rowCounts: ReadonlyMap<string, number | null>,
  { businessContext }: ThemeOptions,
): string[] {
  const briefs = relations.map((relation) => tableLine(relation, rowCounts.get(relationName(relation)) ?? null));
  let left = MAX_TABLES - briefs.reduce((sum, brief) => sum + brief.length + 1, 0);
  const lines = relations.map((relation, index) => {
    const columns = columnLine(relation);
    left -= columns.length;
    return left > 0 ? `${briefs[index] ?? ''}${columns}` : (briefs[index] ?? '');
  });
  return groupsOf(lines).map((group) =>
    [
      `Business context: ${businessContext}`,
      `Tables of database ${database}:`,
      fenced('tables', group.join('\n')),
    ].join('\n'),
  );
}

/** In catalog order, in which tables of one schema and one prefix stand together. */
function groupsOf(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  let length = Infinity;
  for (const line of lines) {
    length += line.length + 1;
    if (length > MAX_TABLES) {
      groups.push([]);
      length = line.length + 1;
    }
    groups.at(-1)?.push(line);
  }
  return groups;
}

function tableLine(relation: Relation, rowCount: number | null): string {
  const comment = plainComment(relation.comment).slice(0, 200);
  const references = relation.foreignKeys.map(referencedName);
  return [
    `- ${relationName(relation)}`,
    comment ? ` (${comment})` : '',
    rowCount === null ? '' : `, about ${rowCount} rows`,
    references.length > 0 ? `, refers to ${[...new Set(references)].join(', ')}` : '',
  ].join('');
}

function columnLine(relation: Relation): string {
  const columns = relation.columns.slice(0, 40).map(({ name, comment }) => {
    const plain = plainComment(comment).slice(0, 60);
    return plain ? `${name} (${plain})` : name;
  });
  return `: ${columns.join(', ')}`;
}
