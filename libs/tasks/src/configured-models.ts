import type { ResolvedConfig } from '#libs/config';
import type { StepModels } from '#libs/database';

/** The models of this process. The built-in embedder has one name: a store keeps the version that loaded it. */
export function configuredModels({
  chat,
  embedding,
}: Pick<ResolvedConfig, 'chat' | 'embedding'>): Required<StepModels> {
  return { chat: chat?.model ?? null, embedder: embedding?.model ?? 'built-in' };
}
