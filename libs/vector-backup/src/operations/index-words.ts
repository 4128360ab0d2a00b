import { DomainError, errorMessage } from '#libs/domain-errors';
import { render } from '#libs/language';
import type { JsonObject } from '#libs/pipeline';
import { addLexicalSide } from '#libs/vector-store';
import { withVectorClient } from '../database/vector-client.js';
import { vectorBackupMessages } from '../messages.js';
import { EMBEDDING_TABLE } from '../tables.js';
import type { OperationSetup } from './operation-setup.js';

/**
 * Backups have no words: they are taken from the restored texts, which works for backups of any age. The restore is
 * committed by now, so a failure is a warning; the next load makes up for it. Another schema has its own loads.
 */
export async function indexWords(
  { connectionString, context }: OperationSetup,
  schema: string | null,
  result: JsonObject,
): Promise<JsonObject> {
  if (schema !== null) {
    return result;
  }
  context.progress({ phase: 'indexing', table: EMBEDDING_TABLE, rows: 0, total_rows: null, bytes: 0 });
  try {
    await withVectorClient(connectionString, context.signal, addLexicalSide);
    return result;
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = error instanceof DomainError ? errorMessage(error) : String(error);
    const warning = render(vectorBackupMessages.words_missing({ reason }), context.language);
    const errors = Array.isArray(result['errors']) ? result['errors'] : [];
    return { ...result, errors: [...errors, warning] };
  }
}
