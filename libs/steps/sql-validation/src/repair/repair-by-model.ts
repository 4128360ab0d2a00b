import { z } from 'zod';
import type { Language } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { REPAIR_SYSTEM_PROMPT, repairPrompt, type BrokenPair } from './prompts.js';

const answerSchema = z.object({
  repairs: z.array(z.object({ id: z.string(), sql: z.string().nullable() })),
});

/**
 * Asks the model for corrected statements.
 * @returns statements by id; an id is absent where the model had no answer.
 * @throws DomainError of the model.
 */
export async function repairByModel(
  chatModel: ChatModel,
  broken: readonly BrokenPair[],
  language: Language,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const asked = new Set(broken.map(({ id }) => id));
  const { repairs } = await chatModel.completeJson(
    {
      schema: answerSchema,
      schemaName: 'sql_repairs',
      system: REPAIR_SYSTEM_PROMPT,
      user: repairPrompt(broken, language),
    },
    { signal },
  );
  return new Map(repairs.flatMap(({ id, sql }) => (asked.has(id) && sql?.trim() ? [[id, sql.trim()] as const] : [])));
}
