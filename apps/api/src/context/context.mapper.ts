import type { Language } from '#libs/language';
import { countTokens, renderContext } from '#libs/reader-context';
import type { FoundContext } from '#libs/store-reader';
import type { ContextAnswer, ContextRequest } from './context.dto.js';

export function contextAnswer(
  { context, mode, model }: FoundContext,
  format: ContextRequest['format'],
  language: Language,
  notes: string[],
): ContextAnswer {
  const text = renderContext(context, language);
  return {
    mode,
    embedding_model: model,
    notes,
    tokens: countTokens(text),
    ...(format === 'text' ? { text } : partsOf(context)),
    left_out: [...context.leftOut],
  };
}

function partsOf({ tables, joins, documents, pairs }: FoundContext['context']): Partial<ContextAnswer> {
  return {
    tables: tables.map(({ table, reason, ddl, document }) => ({
      name: table.name,
      db_name: table.database,
      reason,
      ddl,
      document,
    })),
    joins: joins.map(({ condition, declared }) => ({ condition, declared })),
    documents: [...documents],
    pairs: pairs.map(({ question, sql }) => ({ question, sql })),
  };
}
