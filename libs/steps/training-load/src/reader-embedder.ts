import { render } from '#libs/language';
import type { Embedder } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import type { StepContext, StepInput } from '#libs/steps/step';
import { messages } from './messages.js';
import { COMPONENT } from './sink.js';

/** Says in the task log and in the result, in one line, with which embedder readers have to embed their questions. */
export function tellReaders(
  { identity }: Embedder,
  dimensions: number | null,
  { parameters }: StepInput,
  { log }: StepContext,
) {
  const { model, queryModel, queryPrefix } = identity;
  const about = { model, dimensions: dimensions ?? 0, query_model: queryModel };
  const line =
    queryPrefix === ''
      ? messages.embedder(about)
      : messages.embedder_with_prefix({ ...about, prefix: JSON.stringify(queryPrefix) });
  log.info(COMPONENT, line);
  return { embedding_model: model, dimensions, readers: render(line, languageOf(parameters)) };
}
