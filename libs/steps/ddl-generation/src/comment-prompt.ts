import {
  listedValue,
  plainComment,
  referencedName,
  relationName,
  type Column,
  type ColumnProfile,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { Language, Text } from '#libs/language';
import { fenced, fenceRule } from '#libs/language-model';
import type { IncomingReference } from './incoming-references.js';
import { readableType } from './type-names.js';

/** Increase with every change of the texts below: logs show which version was used. */
export const COMMENT_PROMPT_VERSION = 'comments-2';

/** Context of the prompt, in addition to the table. */
export interface CommentPromptContext {
  /** Comments of the listed tables by `schema.name`, as people wrote them. */
  readonly tableComments: ReadonlyMap<string, string>;
  /** Foreign keys of the listed tables by the table that they point to. */
  readonly incoming: ReadonlyMap<string, readonly IncomingReference[]>;
  readonly businessContext: string;
}

const MAX_NEIGHBOURS = 20;
const LIMITS: Text = {
  zh: '注释使用中文：表注释不超过 50 个字，字段注释不超过 15 个字。',
  en: 'Write in English: at most 25 words for the table, at most 10 for a column.',
};

export function commentSystemPrompt(language: Language): string {
  return [
    'You document tables of a PostgreSQL database for people who ask questions about the data.',
    'Answer with JSON {"table_comment": string, "columns": [{"name": string, "comment": string}]}.',
    'Use each column name exactly as given and describe every column that is marked TODO.',
    'Say what the value means in the business, with its unit where the data shows one. Do not repeat types or keys, do not guess beyond what names, data and neighbours tell, and never contradict an existing comment.',
    LIMITS[language],
    fenceRule('table'),
  ].join('\n');
}

/** @param columns the part of the table's columns that this request is about */
export function commentUserPrompt(
  relation: Relation,
  columns: readonly Column[],
  profile: RelationProfile | undefined,
  context: CommentPromptContext,
): string {
  const profiles = new Map(profile?.columns.map((column) => [column.column, column]));
  const comment = plainComment(relation.comment);
  const described = [
    `Table ${relationName(relation)} (${relation.kind.replaceAll('_', ' ')})${comment ? `, comment: ${comment}` : ', comment: TODO'}`,
    ...(profile?.rowCount ? [`Rows: about ${Math.round(profile.rowCount)}`] : []),
    ...neighbourLines(relation, context),
    'Columns:',
    ...columns.map((column) => columnLine(column, profiles.get(column.name))),
  ].join('\n');
  return `Business context: ${context.businessContext}\n${fenced('table', described)}`;
}

function neighbourLines(relation: Relation, { tableComments, incoming }: CommentPromptContext): string[] {
  const commentSuffix = (table: string): string => (tableComments.get(table) ? ` (${tableComments.get(table)})` : '');
  const outgoing = relation.foreignKeys.slice(0, MAX_NEIGHBOURS).map((key) => {
    const target = referencedName(key);
    return `Refers to ${target} by ${key.columns.join(', ')}${commentSuffix(target)}`;
  });
  const received = (incoming.get(relationName(relation)) ?? []).slice(0, MAX_NEIGHBOURS).map(({ from, key }) => {
    const source = relationName(from);
    return `Referred to by ${source} by ${key.columns.join(', ')}${commentSuffix(source)}`;
  });
  return [...outgoing, ...received];
}

/** Values come from the profile, where personal and secret values are already masked. */
function columnLine(column: Column, profile: ColumnProfile | undefined): string {
  const comment = plainComment(column.comment);
  const values = (profile?.enumeration ?? profile?.sampleValues ?? [])
    .slice(0, 5)
    .map((value) => listedValue(value, 40));
  return [
    `- ${column.name} ${readableType(column)}`,
    values.length > 0 ? `, for example ${values.join(' | ')}` : '',
    profile?.min && profile.max ? `, from ${profile.min} to ${profile.max}` : '',
    comment ? `, comment: ${comment}` : ', comment: TODO',
  ].join('');
}
