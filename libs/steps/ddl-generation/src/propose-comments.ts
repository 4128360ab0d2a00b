import { z } from 'zod';
import {
  displayValue,
  plainComment,
  referencedName,
  relationName,
  type Column,
  type ColumnProfile,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { Language } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import type { ProposedComments } from './comments.js';
import type { IncomingReference } from './relation-lines.js';
import { readableType } from './type-names.js';

export interface ProposalContext {
  readonly chatModel: ChatModel;
  /** Comments of the listed tables by `schema.name`, as people wrote them. */
  readonly tableComments: ReadonlyMap<string, string>;
  /** Foreign keys of the listed tables by the table that they point to. */
  readonly incoming: ReadonlyMap<string, readonly IncomingReference[]>;
  readonly businessContext: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Columns that one request describes: wide tables are asked for in several. */
const COLUMNS_A_REQUEST = 60;
const MAX_NEIGHBOURS = 20;
const MAX_TABLE_COMMENT = 200;
const MAX_COLUMN_COMMENT = 100;

const answerSchema = z.object({
  table_comment: z.string(),
  columns: z.array(z.object({ name: z.string(), comment: z.string() })),
});

/** True when a person has commented the table and all of its columns: then there is nothing to ask. */
export function isFullyCommented(relation: Relation): boolean {
  return plainComment(relation.comment) !== '' && relation.columns.every(({ comment }) => plainComment(comment) !== '');
}

/**
 * Asks a model for the comments that the catalog lacks. Answers are matched by column name; names that do not exist
 * and comments that a person has written already are passed over.
 * @throws DomainError of the model.
 */
export async function proposeComments(
  relation: Relation,
  profile: RelationProfile | undefined,
  context: ProposalContext,
): Promise<ProposedComments> {
  const columns = new Map<string, string>();
  let table: string | null = null;
  for (const part of chunks(relation.columns)) {
    const answer = await context.chatModel.completeJson(
      {
        schema: answerSchema,
        schemaName: 'table_comments',
        system: systemPrompt(context.language),
        user: userPrompt(relation, part, profile, context),
      },
      { signal: context.signal },
    );
    table ??= cut(answer.table_comment, MAX_TABLE_COMMENT) || null;
    const asked = new Map(part.filter(lacksComment).map(({ name }) => [name.toLowerCase(), name]));
    for (const { name, comment } of answer.columns) {
      const column = asked.get(name.replaceAll('"', '').trim().toLowerCase());
      if (column !== undefined && comment.trim() !== '') {
        columns.set(column, cut(comment, MAX_COLUMN_COMMENT));
      }
    }
  }
  return { table, columns };
}

/** Parts in which nothing is missing are not asked for, except the first, which brings the table's comment. */
function chunks(columns: readonly Column[]): (readonly Column[])[] {
  const parts: (readonly Column[])[] = [];
  for (let start = 0; start === 0 || start < columns.length; start += COLUMNS_A_REQUEST) {
    const part = columns.slice(start, start + COLUMNS_A_REQUEST);
    if (start === 0 || part.some(lacksComment)) {
      parts.push(part);
    }
  }
  return parts;
}

function lacksComment({ comment }: Column): boolean {
  return plainComment(comment) === '';
}

function cut(text: string, length: number): string {
  return [...plainComment(text)].slice(0, length).join('');
}

function systemPrompt(language: Language): string {
  return [
    'You document tables of a PostgreSQL database for people who ask questions about the data.',
    'Answer with JSON {"table_comment": string, "columns": [{"name": string, "comment": string}]}.',
    'Use each column name exactly as given and describe every column that is marked TODO.',
    'Say what the value means in the business, with its unit where the data shows one. Do not repeat types or keys, do not guess beyond what names, data and neighbours tell, and never contradict an existing comment.',
    language === 'zh'
      ? '注释使用中文：表注释不超过 50 个字，字段注释不超过 15 个字。'
      : 'Write in English: at most 25 words for the table, at most 10 for a column.',
  ].join('\n');
}

function userPrompt(
  relation: Relation,
  columns: readonly Column[],
  profile: RelationProfile | undefined,
  context: ProposalContext,
): string {
  const profiles = new Map(profile?.columns.map((column) => [column.column, column]));
  const comment = plainComment(relation.comment);
  return [
    `Business context: ${context.businessContext}`,
    `Table ${relationName(relation)} (${relation.kind.replaceAll('_', ' ')})${comment ? `, comment: ${comment}` : ', comment: TODO'}`,
    ...(profile?.rowCount ? [`Rows: about ${Math.round(profile.rowCount)}`] : []),
    ...neighbourLines(relation, context),
    'Columns:',
    ...columns.map((column) => columnLine(column, profiles.get(column.name))),
  ].join('\n');
}

function neighbourLines(relation: Relation, { tableComments, incoming }: ProposalContext): string[] {
  const said = (table: string): string => (tableComments.get(table) ? ` (${tableComments.get(table)})` : '');
  const outgoing = relation.foreignKeys.slice(0, MAX_NEIGHBOURS).map((key) => {
    const target = referencedName(key);
    return `Refers to ${target} by ${key.columns.join(', ')}${said(target)}`;
  });
  const received = (incoming.get(relationName(relation)) ?? []).slice(0, MAX_NEIGHBOURS).map(({ from, key }) => {
    const source = relationName(from);
    return `Referred to by ${source} by ${key.columns.join(', ')}${said(source)}`;
  });
  return [...outgoing, ...received];
}

/** Values come from the profile, so that what is personal or secret is masked before it leaves the house. */
function columnLine(column: Column, profile: ColumnProfile | undefined): string {
  const comment = plainComment(column.comment);
  const values = (profile?.enumeration ?? profile?.sampleValues ?? [])
    .slice(0, 5)
    .map((value) => displayValue(value, 40));
  return [
    `- ${column.name} ${readableType(column)}`,
    values.length > 0 ? `, for example ${values.join(' | ')}` : '',
    profile?.min && profile.max ? `, from ${profile.min} to ${profile.max}` : '',
    comment ? `, comment: ${comment}` : ', comment: TODO',
  ].join('');
}
