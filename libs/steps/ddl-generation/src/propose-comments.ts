import { z } from 'zod';
import { plainComment, type Column, type Relation, type RelationProfile } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { commentSystemPrompt, commentUserPrompt, type CommentPromptContext } from './comment-prompt.js';
import type { ProposedComments } from './comments.js';

export interface ProposalContext extends CommentPromptContext {
  readonly chatModel: ChatModel;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Columns per request: wide tables take several requests. */
const COLUMNS_A_REQUEST = 60;
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
        system: commentSystemPrompt(context.language),
        user: commentUserPrompt(relation, part, profile, context),
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

/** Parts without missing comments are skipped, except the first, which contains the table's comment. */
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
