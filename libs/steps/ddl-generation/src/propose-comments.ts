import { z } from 'zod';
import { plainComment, relationName, type Column, type Relation, type RelationProfile } from '#libs/catalog';
import type { Language, Message } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { checkComment, type CommentDefect } from './check-comment.js';
import { commentSystemPrompt, commentUserPrompt, type CommentPromptContext } from './comment-prompt.js';
import type { ProposedComments } from './comments.js';
import { messages } from './messages.js';

export interface ProposalContext extends CommentPromptContext {
  readonly chatModel: ChatModel;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Called for each reason why comments are refused. */
  readonly onWarning: (message: Message) => void;
}

/** Columns per request: wide tables take several requests. */
const COLUMNS_A_REQUEST = 60;
const MAX_TABLE_COMMENT = 200;
const MAX_COLUMN_COMMENT = 100;

const answerSchema = z.object({
  table_comment: z.string().default(''),
  columns: z.array(z.object({ name: z.string(), comment: z.string() })),
});

/** True when a person has commented the table and all of its columns: then there is nothing to ask. */
export function isFullyCommented(relation: Relation): boolean {
  return plainComment(relation.comment) !== '' && relation.columns.every(({ comment }) => plainComment(comment) !== '');
}

/**
 * Asks a model for the comments that the catalog lacks. Answers are matched by column name; names that do not exist
 * and comments that a person has written already are passed over, and so are comments that only echo (`checkComment`).
 * @throws DomainError of the model.
 */
export async function proposeComments(
  relation: Relation,
  profile: RelationProfile | undefined,
  context: ProposalContext,
): Promise<ProposedComments> {
  const { chatModel, language, signal, onWarning } = context;
  const system = commentSystemPrompt(language);
  const columns = new Map<string, string>();
  const refused: CommentDefect[] = [];
  let table: string | null = null;
  for (const part of chunks(relation.columns)) {
    const user = commentUserPrompt(relation, part, profile, context);
    const answer = await chatModel.completeJson(
      { schema: answerSchema, schemaName: 'table_comments', system, user },
      { signal },
    );
    const take = (comment: string, names: readonly string[], limit: number): string | null => {
      const { text, defect } = checkComment(comment, { names, prompt: `${system}\n${user}`, language, limit });
      refused.push(...(defect === null ? [] : [defect]));
      return text;
    };
    if (table === null && plainComment(relation.comment) === '') {
      table = take(answer.table_comment, [relation.name, relationName(relation)], MAX_TABLE_COMMENT);
    }
    const asked = new Map(part.filter(lacksComment).map(({ name }) => [name.toLowerCase(), name]));
    for (const { name, comment } of answer.columns) {
      const column = asked.get(name.replaceAll('"', '').trim().toLowerCase());
      const text = column === undefined ? null : take(comment, [column], MAX_COLUMN_COMMENT);
      if (column !== undefined && text !== null) {
        columns.set(column, text);
      }
    }
  }
  for (const [defect, { length }] of Map.groupBy(refused, (each) => each)) {
    const reason = messages[`comment_${defect}`]();
    onWarning(messages.comments_refused({ table: relationName(relation), count: length, reason }));
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
