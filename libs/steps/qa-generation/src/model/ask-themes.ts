import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { DomainError, errorMessage } from '#libs/domain-errors';
import type { Theme } from '#libs/step-files';
import type { StepContext } from '#libs/steps/step';
import type { IntermediateResults } from '../intermediate-results.js';
import { messages } from '../messages.js';
import type { GeneratedPair } from '../pair.js';
import type { ModelThemeSource } from './model-theme-source.js';

export interface AskedThemes {
  /** Pairs to choose from, of the themes that did not fail. */
  readonly proposals: ReadonlyMap<Theme, readonly GeneratedPair[]>;
  readonly failed: readonly Theme[];
}

interface AskOptions {
  /** Pairs wanted for each theme. */
  readonly questions: number;
  /** Themes that may be asked for at the same time. */
  readonly concurrency: number;
  readonly component: string;
  readonly context: StepContext;
}

/**
 * Asks the model for each theme. The failure of one theme is logged and the others go on; a stop stops all.
 * @throws DomainError of the model when every theme failed
 */
export async function askThemes(
  source: ModelThemeSource,
  themes: readonly Theme[],
  results: IntermediateResults,
  { questions, concurrency, component, context }: AskOptions,
): Promise<AskedThemes> {
  const { signal, log } = context;
  const limit = pLimit(concurrency);
  const proposals = new Map<Theme, readonly GeneratedPair[]>();
  const failures = new Map<Theme, DomainError>();
  const askFor = async (theme: Theme): Promise<void> => {
    // Heartbeats and stops get their turn between themes.
    await setImmediate();
    signal.throwIfAborted();
    try {
      proposals.set(theme, await proposalsOf(theme, source, results, questions, signal));
    } catch (error) {
      signal.throwIfAborted();
      // Only a model may fail for one theme and work for the next; a fault of ours fails the step.
      if (!(error instanceof DomainError)) {
        throw error;
      }
      failures.set(theme, error);
      log.error(component, messages.theme_failed({ theme: theme.topicName, reason: errorMessage(error) }));
    }
    context.progress(proposals.size + failures.size, themes.length, theme.topicName);
  };
  await results.load();
  await Promise.all(themes.map((theme) => limit(() => askFor(theme))));
  const [first] = failures.values();
  if (first && failures.size === themes.length) {
    throw first;
  }
  return { proposals, failed: themes.filter((theme) => failures.has(theme)) };
}

/** As an earlier attempt of this run left them, else by the model. */
async function proposalsOf(
  theme: Theme,
  source: ModelThemeSource,
  results: IntermediateResults,
  questions: number,
  signal: AbortSignal,
): Promise<readonly GeneratedPair[]> {
  const known = results.pairsOf(theme.topicName);
  if (known) {
    return known;
  }
  const pairs = await source.proposalsFor(theme, questions, signal);
  // A theme that met the end of the budget may be asked again by a later attempt.
  if (!source.isExhausted) {
    await results.add(theme.topicName, pairs);
  }
  return pairs;
}
