import type { StepContext } from '#libs/steps/step';
import { catchUpLexicalRows, type VectorConnection, type VectorTables } from '#libs/vector-store';
import { attemptOrWarn } from './merge-into-store.js';
import { messages } from './messages.js';
import { COMPONENT } from './sink.js';

/**
 * Records that other programs wrote can be found by words from now on, and those that they removed are forgotten. The
 * words of the load itself were written with it.
 */
export async function indexWords(client: VectorConnection, tables: VectorTables, context: StepContext): Promise<void> {
  if (!tables.hasLexicalSide) {
    context.log.warn(COMPONENT, messages.no_words());
    return;
  }
  const count = await attemptOrWarn(() => catchUpLexicalRows(client, tables), messages.words_failed, context);
  if (count !== null && count > 0) {
    context.log.info(COMPONENT, messages.words_added({ count }));
  }
}
