import { setImmediate } from 'node:timers/promises';
import { DomainError } from '#libs/domain-errors';
import { LANGUAGES } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { NO_REVIEWS, type ReviewsOf } from '#libs/pair-review';
import { languageOf, type MorePairs } from '#libs/pipeline';
import {
  isGeneratedPairFile,
  pairFileName,
  QA_SCOPE_FILE,
  qaScopeFile,
  renderPairs,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  type QaScope,
  type StepResultOf,
  type Theme,
} from '#libs/step-files';
import { chatModelFor, type Step, type StepContext, type StepInput } from '#libs/steps/step';
import { pairBudget } from './choice/budget.js';
import { chooserPorts, TRIAL_LIMITS } from './choice/chooser-ports.js';
import { PairChooser, type ChooserPorts } from './choice/pair-chooser.js';
import { countBy, describePairs } from './describe-pairs.js';
import { qaGenerationErrors } from './errors.js';
import { IntermediateResults } from './intermediate-results.js';
import { askThemes, type AskedThemes } from './model/ask-themes.js';
import { learnFromSql } from './learnt/learn-from-sql.js';
import { ModelThemeSource } from './model/model-theme-source.js';
import { ProposalReader } from './model/proposal-reader.js';
import { messages } from './messages.js';
import { heldOutQuestions, morePairs, presentPairs } from './more/add-pairs.js';
import { requireKnownWishes } from './more/known-wishes.js';
import type { GeneratedPair } from './pair.js';
import { readBusiness, type Business } from './read-business.js';
import { heldOutCount, selfCheckQuestions } from './self-check/self-check-questions.js';
import { unanswerableQuestions } from './unanswerable/unanswerable-questions.js';
import { themesOfRun } from './themes-of-run.js';

const COMPONENT = 'QaGeneration';
/** In each language. Enough to tell a reader that declines from one that invents. */
const MOST_UNANSWERABLE = 10;

/** Makes question–SQL pairs, theme by theme, and writes the pair file. */
export class QaGenerationStep implements Step {
  readonly name = 'qa_generation';

  /** @param dependencies.reviewsOf what people did with the pairs of a task, if it is recorded */
  constructor(
    private readonly dependencies: { readonly chatModel: ChatModel | null; readonly reviewsOf?: ReviewsOf },
  ) {}

  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'qa_generation'>> {
    const startedAt = performance.now();
    const language = languageOf(input.parameters);
    const business = await readBusiness(input, context, COMPONENT);
    if (input.addPairs) {
      return this.add(input.addPairs, business, input, context);
    }
    const themes = await themesOfRun(business, input, context, language, COMPONENT);
    const budget = pairBudget(business.model, input.parameters);
    const questions = Math.min(input.parameters.questions_per_theme, Math.ceil(budget / Math.max(themes.length, 1)));
    const statements = context.database.statements(TRIAL_LIMITS);
    const ports = chooserPorts(business, language, statements, context.signal);
    const reader = new ProposalReader(business, statements);
    const results = new IntermediateResults(input, context);
    const model = await this.modelSource(ports, reader, business, themes, input, context);
    const asked = model
      ? await askThemes(model, themes, results, {
          questions,
          concurrency: input.parameters.max_concurrent_themes,
          component: COMPONENT,
          context,
        })
      : null;
    const chooser = new PairChooser(business.model, ports);
    const learning = { business, language, ports, chooser, count: Math.ceil(budget / 2) };
    const learnt = await learnFromSql(input, context, learning, COMPONENT);
    const themed = await choosePairs(chooser, themes, { asked, reader, questions, context });
    const more = await chooser.pairsUpTo(budget);
    if (more.length > 0) {
      context.log.info(COMPONENT, messages.gaps({ pairs: more.length }));
    }
    const pairs = [...[...learnt.pairs, ...themed].slice(0, budget), ...more];
    if (pairs.length === 0) {
      throw new DomainError(qaGenerationErrors.qa_no_pairs, { tables: business.catalog.relations.length });
    }
    const fileName = pairFileName(business.catalog.database, input.startedAt, input.timeZone);
    await removeOldPairFiles(context.files, fileName);
    const reviews = (await this.dependencies.reviewsOf?.(input.taskId, context.files)) ?? NO_REVIEWS;
    const records = reviews.kept(await describePairs(pairs, business.catalog));
    await context.files.write(fileName, renderPairs(fileName, records), { primary: true });
    await context.files.write(QA_SCOPE_FILE, qaScopeFile.render(scopeOf(business)));
    const unanswerable = LANGUAGES.flatMap((one) => unanswerableQuestions(business.model, one, MOST_UNANSWERABLE));
    const taken = { pairs, taken: chooser.taken, language, unanswerable };
    const checks = selfCheckQuestions({ ...taken, heldOut: await chooser.heldOut(heldOutCount(pairs.length)) });
    await context.files.write(SELF_CHECK_QUESTIONS_FILE, selfCheckQuestionsFile.render(checks));
    await learnt.report(pairs);
    const failed = asked?.failed ?? [];
    if (failed.length === 0) {
      await results.remove();
    }
    context.log.info(COMPONENT, messages.written({ pairs: pairs.length, themes: themes.length, file: fileName }));
    return {
      output_file: fileName,
      total_questions: pairs.length,
      total_themes: themes.length,
      successful_themes: themes.length - failed.length,
      failed_themes: failed.map(({ topicName }) => topicName),
      kinds: countBy(pairs, 'kind'),
      sources: countBy(pairs, 'source'),
      model_budget_exhausted: model?.isExhausted ?? false,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }

  /** Keeps every record as it is, and appends. A second delivery finds the file of the first, and adds nothing more. */
  private async add(
    wishes: MorePairs,
    business: Business,
    input: StepInput,
    context: StepContext,
  ): Promise<StepResultOf<'qa_generation'>> {
    const startedAt = performance.now();
    const { files, log, signal, database } = context;
    const present = await presentPairs(files);
    if (present === null) {
      throw new DomainError(qaGenerationErrors.qa_nothing_to_add_to);
    }
    requireKnownWishes(wishes, [...business.model.entities.map(({ id }) => id), ...business.unreadable]);
    const fileName = pairFileName(business.catalog.database, input.startedAt, input.timeZone);
    const statements = database.statements(TRIAL_LIMITS);
    const makers = {
      ports: chooserPorts(business, languageOf(input.parameters), statements, signal),
      reader: new ProposalReader(business, statements),
    };
    const isDone = (await files.list()).includes(fileName);
    const added = isDone
      ? []
      : await morePairs({ ...wishes, present, heldOut: await heldOutQuestions(files) }, business, makers);
    const others = (await files.list()).filter((name) => !isGeneratedPairFile(name));
    await Promise.all(others.map((name) => files.keep(name)));
    await removeOldPairFiles(files, fileName);
    const pairs = [...present, ...added];
    await files.write(fileName, renderPairs(fileName, pairs), { primary: true });
    log.info(COMPONENT, messages.added({ pairs: added.length, present: present.length, file: fileName }));
    return {
      output_file: fileName,
      total_questions: pairs.length,
      total_themes: 0,
      successful_themes: 0,
      failed_themes: [],
      kinds: countBy(pairs, 'kind'),
      sources: countBy(pairs, 'source'),
      model_budget_exhausted: false,
      duration: Math.round(performance.now() - startedAt) / 1000,
    };
  }

  private async modelSource(
    ports: ChooserPorts,
    reader: ProposalReader,
    business: Business,
    themes: readonly Theme[],
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
      component: COMPONENT,
      reader,
      tryOut: ports.tryOut,
    });
    await source.prepare(themes, new PairChooser(business.model, ports));
    return source;
  }
}

interface ThemeChoice {
  /** Null without a model. */
  readonly asked: AskedThemes | null;
  readonly reader: ProposalReader;
  /** Pairs wanted for each theme. */
  readonly questions: number;
  readonly context: StepContext;
}

/** The pairs of all themes: those of the model that are worth it, then ours. A theme that the model failed gets none here. */
async function choosePairs(
  chooser: PairChooser,
  themes: readonly Theme[],
  { asked, reader, questions, context }: ThemeChoice,
): Promise<GeneratedPair[]> {
  const pairs: GeneratedPair[] = [];
  const chosen = themes.filter((theme) => !asked?.failed.includes(theme));
  for (const [index, theme] of chosen.entries()) {
    // Making pairs is work of our own thread: heartbeats and stops get their turn between themes.
    await setImmediate();
    context.signal.throwIfAborted();
    const candidates = await reader.candidates(asked?.proposals.get(theme) ?? []);
    const proposed = await chooser.pairsAmong(candidates, questions, 'model');
    const ours = await chooser.pairsFor(theme.relatedTables, questions - proposed.length);
    pairs.push(...proposed, ...ours);
    context.log.info(COMPONENT, messages.theme({ theme: theme.topicName, pairs: proposed.length + ours.length }));
    if (asked === null) {
      context.progress(index + 1, chosen.length, theme.topicName);
    }
  }
  return pairs;
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
