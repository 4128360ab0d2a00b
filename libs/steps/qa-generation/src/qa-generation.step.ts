import { setImmediate } from 'node:timers/promises';
import pLimit from 'p-limit';
import { DomainError, errorMessage } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import type { Language } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { ModelIndex, type SemanticModel } from '#libs/semantic-model';
import {
  isGeneratedPairFile,
  pairFileName,
  QA_SCOPE_FILE,
  qaScopeFile,
  renderPairs,
  type QaScope,
  type StepResultOf,
  type Theme,
} from '#libs/step-files';
import { chatModelFor, type Step, type StepContext, type StepInput } from '#libs/steps/step';
import { pairBudget } from './choice/budget.js';
import { candidatesOf } from './choice/candidates-of.js';
import { PairChooser } from './choice/pair-chooser.js';
import { Trials } from './choice/trials.js';
import { countBy, describePairs } from './describe-pairs.js';
import { qaGenerationErrors } from './errors.js';
import { IntermediateResults } from './intermediate-results.js';
import { ModelThemeSource } from './model/model-theme-source.js';
import { learnPairs } from './model/learn-pairs.js';
import { messages } from './messages.js';
import { withoutRepeats, type GeneratedPair } from './pair.js';
import { readBusiness, type Business } from './read-business.js';
import type { ThemeSource } from './theme-source.js';
import { themesOfRun } from './themes-of-run.js';

const COMPONENT = 'QaGeneration';
/** An example that takes longer is none to follow. */
const TRIAL_LIMITS = { connections: 3, statementTimeoutMs: 10_000 };

interface ThemeOutcome {
  readonly theme: Theme;
  readonly pairs: readonly GeneratedPair[];
  readonly failure: Error | null;
}

/** Makes question–SQL pairs, theme by theme, and writes the pair file. */
export class QaGenerationStep implements Step {
  readonly name = 'qa_generation';

  constructor(private readonly dependencies: { readonly chatModel: ChatModel | null }) {}

  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'qa_generation'>> {
    const startedAt = performance.now();
    const language = languageOf(input.parameters);
    const business = await readBusiness(input, context, COMPONENT);
    const themes = await themesOfRun(business, input, context, language, COMPONENT);
    const budget = pairBudget(business.model, input.parameters);
    const trials = new Trials(context.database.statements(TRIAL_LIMITS));
    const chooser = chooserFor(business.model, language, trials, context);
    const questions = Math.min(input.parameters.questions_per_theme, Math.ceil(budget / Math.max(themes.length, 1)));
    const model = await this.modelSource(chooser, business, themes, questions, input, context);
    const source: ThemeSource = model ?? {
      concurrency: 1,
      pairsFor: (theme, count) => chooser.pairsFor(theme.relatedTables, count),
    };
    const results = new IntermediateResults(input, context);
    await results.load();
    const outcomes = await runThemes(themes, source, results, questions, context);
    const failed = outcomes.filter(({ failure }) => failure !== null);
    failIfAllFailed(outcomes, failed);
    const themed = (await withoutRepeats(outcomes.flatMap(({ pairs: found }) => found))).slice(0, budget);
    const filling = model ? await chooserAfter(themed, business, language, trials, context) : chooser;
    const more = await filling.pairsUpTo(budget);
    if (more.length > 0) {
      context.log.info(COMPONENT, messages.gaps({ pairs: more.length }));
    }
    const pairs = [...themed, ...more];
    if (pairs.length === 0) {
      throw new DomainError(qaGenerationErrors.qa_no_pairs, { tables: business.catalog.relations.length });
    }
    const fileName = pairFileName(business.catalog.database, input.startedAt, input.timeZone);
    await removeOldPairFiles(context.files, fileName);
    const records = await describePairs(pairs, business.catalog);
    await context.files.write(fileName, renderPairs(fileName, records), { primary: true });
    await context.files.write(QA_SCOPE_FILE, qaScopeFile.render(scopeOf(business)));
    if (failed.length === 0) {
      await results.remove();
    }
    context.log.info(COMPONENT, messages.written({ pairs: pairs.length, themes: themes.length, file: fileName }));
    return {
      output_file: fileName,
      total_questions: pairs.length,
      total_themes: themes.length,
      successful_themes: outcomes.length - failed.length,
      failed_themes: failed.map(({ theme }) => theme.topicName),
      kinds: countBy(pairs, 'kind'),
      sources: countBy(pairs, 'source'),
      model_budget_exhausted: model?.isExhausted ?? false,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }

  private async modelSource(
    chooser: PairChooser,
    business: Business,
    themes: readonly Theme[],
    questions: number,
    input: StepInput,
    context: StepContext,
  ): Promise<ModelThemeSource | null> {
    const chatModel = chatModelFor(this.dependencies.chatModel, this.name, input);
    if (chatModel === null) {
      return null;
    }
    const { parameters } = input;
    const source = new ModelThemeSource(chatModel, business, context, {
      language: languageOf(parameters),
      businessContext: parameters.business_context,
      concurrency: parameters.max_concurrent_themes,
      component: COMPONENT,
    });
    await source.prepare(themes, chooser, questions);
    return source;
  }
}

function chooserFor(model: SemanticModel, language: Language, trials: Trials, { signal }: StepContext): PairChooser {
  const index = new ModelIndex(model);
  return new PairChooser(model, {
    propose: (entity) => candidatesOf(index, entity, language),
    givesRows: (sql, leastRows) => {
      signal.throwIfAborted();
      return trials.givesRows(sql, leastRows);
    },
  });
}

/** A chooser that fills the gaps that the model leaves. */
async function chooserAfter(
  pairs: readonly GeneratedPair[],
  business: Business,
  language: Language,
  trials: Trials,
  context: StepContext,
): Promise<PairChooser> {
  const chooser = chooserFor(business.model, language, trials, context);
  await learnPairs(chooser, pairs, business, context.database.statements(TRIAL_LIMITS));
  return chooser;
}

function scopeOf({ model: { entities }, unreadable }: Business): QaScope {
  return {
    technical_columns: entities.flatMap(({ id, fields }) =>
      fields.filter(({ role }) => role === 'technical').map(({ name }) => `${id}.${name}`),
    ),
    unreadable_tables: [...unreadable],
  };
}

/** Later steps take every pair file: those of earlier runs, and their backups, go. */
async function removeOldPairFiles(files: StepContext['files'], current: string): Promise<void> {
  for (const name of await files.list()) {
    if (isGeneratedPairFile(name) && name !== current) {
      await files.remove(name);
    }
  }
}

/** One theme's failure is written down and the others go on; a stop stops all. */
async function runThemes(
  themes: readonly Theme[],
  source: ThemeSource,
  results: IntermediateResults,
  questions: number,
  context: StepContext,
): Promise<ThemeOutcome[]> {
  const { signal, log } = context;
  const limit = pLimit(source.concurrency);
  let done = 0;
  const runOne = async (theme: Theme): Promise<ThemeOutcome> => {
    // Making pairs is work of our own thread: heartbeats and stops get their turn between themes.
    await setImmediate();
    signal.throwIfAborted();
    let outcome: ThemeOutcome;
    try {
      outcome = {
        theme,
        pairs: await pairsOf(theme, source, results, questions, signal),
        failure: null,
      };
      log.info(COMPONENT, messages.theme({ theme: theme.topicName, pairs: outcome.pairs.length }));
    } catch (error) {
      signal.throwIfAborted();
      // Only a model may fail for one theme and work for the next; a fault of ours fails the step.
      if (!(error instanceof DomainError)) {
        throw error;
      }
      outcome = { theme, pairs: [], failure: error };
      log.error(COMPONENT, messages.theme_failed({ theme: theme.topicName, reason: errorMessage(error) }));
    }
    done += 1;
    context.progress(done, themes.length, theme.topicName);
    return outcome;
  };
  return Promise.all(themes.map((theme) => limit(() => runOne(theme))));
}

async function pairsOf(
  theme: Theme,
  source: ThemeSource,
  results: IntermediateResults,
  count: number,
  signal: AbortSignal,
): Promise<readonly GeneratedPair[]> {
  const known = results.pairsOf(theme.topicName);
  if (known) {
    return known;
  }
  const pairs = await source.pairsFor(theme, count, signal);
  // Pairs made after the budget ran out are not the model's: a later attempt may ask it.
  if (source instanceof ModelThemeSource && !source.isExhausted) {
    await results.add(theme.topicName, pairs);
  }
  return pairs;
}

function failIfAllFailed(outcomes: readonly ThemeOutcome[], failed: readonly ThemeOutcome[]): void {
  const [first] = failed;
  if (first?.failure && failed.length === outcomes.length) {
    throw first.failure;
  }
}
