import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { keyColumns, relationName } from '#libs/catalog';
import { errorMessage } from '#libs/domain-errors';
import { ALL_FAMILIES } from '#libs/intents';
import type { Language, Message } from '#libs/language';
import { isBudgetExhausted, type ChatModel } from '#libs/language-model';
import { statementText, type StatementShape } from '#libs/sql-safety';
import type { StepContext } from '#libs/steps/step';
import type { Theme } from '#libs/step-files';
import type { ChooserPorts, PairChooser } from '../choice/pair-chooser.js';
import { messages } from '../messages.js';
import { closed, SeenPairs, type GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';
import { meaningFacts } from './meaning-facts.js';
import { PAIR_PROMPT_VERSION, systemPrompt, userPrompt } from './prompts.js';
import type { ProposalReader, ReadProposal } from './proposal-reader.js';
import { fitDocuments, readTableDocuments } from './table-documents.js';

/** Characters of table documents in one request: some 12,000 tokens. */
const DOCUMENT_BUDGET = 36_000;
const EXAMPLES = 3;
const KIND_NAMES = ALL_FAMILIES.map(({ name }) => name);
/** The first round leaves some questions to a second round, which gets the list of gaps. */
const ROUNDS = 2;
const FIRST_SHARE = 0.6;
/** A theme with fewer questions takes one request. */
const FEW = 4;
/** Columns without a question that a request names at most. */
const MAX_UNCOVERED_COLUMNS = 40;

const answerSchema = z.object({
  pairs: z.array(z.object({ question: z.string(), sql: z.string(), kind: z.string().default('other') })),
});

type ProposedPair = z.infer<typeof answerSchema>['pairs'][number];

export interface ModelSourceOptions {
  readonly language: Language;
  readonly businessContext: string;
  readonly component: string;
  readonly reader: ProposalReader;
  readonly tryOut: ChooserPorts['tryOut'];
}

/** Usable answers of the model for one theme. */
interface Progress {
  readonly pairs: GeneratedPair[];
  readonly seen: SeenPairs;
  readonly tables: Set<string>;
  /** Names without schema, which suffice to tell the model which columns lack a question. */
  readonly columns: Set<string>;
}

/**
 * Asks a language model for pairs, theme by theme. A pair is usable only if it is one read-only query over listed tables. If it
 * runs, it has to give rows. The requests of a theme depend on the theme alone, so a resumed run sends the same requests and gets the same
 * answers.
 */
export class ModelThemeSource {
  private readonly examples = new Map<Theme, readonly GeneratedPair[]>();
  private documents: ReadonlyMap<string, string> = new Map();
  private exhausted = false;

  constructor(
    private readonly chatModel: ChatModel,
    private readonly business: Business,
    private readonly context: StepContext,
    private readonly options: ModelSourceOptions,
  ) {}

  /** The budget of the task is used up: the model is asked no more. */
  get isExhausted(): boolean {
    return this.exhausted;
  }

  /**
   * Makes the examples of all themes, sequentially, because the chooser deduplicates against its earlier pairs.
   * @throws DomainError of kind `unavailable` when the database goes away
   */
  async prepare(themes: readonly Theme[], chooser: PairChooser): Promise<void> {
    this.documents = await readTableDocuments(this.business.catalog, this.context);
    for (const theme of themes) {
      await setImmediate();
      this.context.signal.throwIfAborted();
      this.examples.set(theme, await chooser.pairsFor(theme.relatedTables, EXAMPLES));
    }
  }

  /**
   * @param count pairs wanted; the model may give more, to choose from
   * @returns usable pairs that differ from each other, in the order of the model
   * @throws DomainError of the model, but not when the budget is used up
   */
  async proposalsFor(theme: Theme, count: number, signal: AbortSignal): Promise<GeneratedPair[]> {
    const examples = this.examples.get(theme) ?? [];
    const progress: Progress = { pairs: [], seen: new SeenPairs(), tables: new Set(), columns: new Set() };
    // A model that repeats an example has proposed nothing.
    await Promise.all(examples.map((example) => progress.seen.add(example)));
    const refused: (Message | [])[] = [];
    const onRefused = (reasons: readonly string[]): void => {
      refused.push(...reasons.map((reason) => messages.unreadable_item({ reason })));
    };
    for (let round = 0; round < ROUNDS && progress.pairs.length < count && !this.exhausted; round += 1) {
      const share = round === 0 && count >= FEW ? Math.ceil(count * FIRST_SHARE) : count - progress.pairs.length;
      for (const proposed of await this.ask(theme, share, round, examples, progress, { signal, onRefused })) {
        signal.throwIfAborted();
        refused.push((await this.takeIfUsable(proposed, progress)) ?? []);
      }
    }
    this.report(theme, refused.flat());
    this.context.log.debug(
      this.options.component,
      messages.by_model({
        theme: theme.topicName,
        pairs: progress.pairs.length,
        wanted: count,
        model: this.chatModel.name,
        version: PAIR_PROMPT_VERSION,
      }),
    );
    return progress.pairs;
  }

  private async ask(
    theme: Theme,
    count: number,
    round: number,
    examples: readonly GeneratedPair[],
    progress: Progress,
    { signal, onRefused }: { signal: AbortSignal; onRefused: (reasons: readonly string[]) => void },
  ): Promise<readonly ProposedPair[]> {
    const { language, businessContext, component } = this.options;
    const user = userPrompt({
      theme,
      businessContext,
      documents: fitDocuments(
        theme.relatedTables.map((table) => this.documents.get(table) ?? ''),
        DOCUMENT_BUDGET,
      ),
      meaning: meaningFacts(this.business.model, theme.relatedTables, language),
      examples,
      count,
      kinds: KIND_NAMES,
      taken: progress.pairs.map(({ question }) => question),
      uncovered: round === 0 ? null : this.uncovered(theme, progress),
    });
    try {
      const request = {
        schema: answerSchema,
        schemaName: 'question_sql_pairs',
        system: systemPrompt(language),
        user,
        onRefused,
      };
      return (await this.chatModel.completeJson(request, { signal })).pairs.slice(0, count * 2);
    } catch (error) {
      if (!isBudgetExhausted(error)) {
        throw error;
      }
      if (!this.exhausted) {
        this.context.log.warn(component, messages.budget_spent({ reason: errorMessage(error) }));
      }
      this.exhausted = true;
      return [];
    }
  }

  private uncovered(
    { relatedTables }: Theme,
    { pairs, tables, columns }: Progress,
  ): { tables: string[]; columns: string[]; kinds: string[] } {
    const related = new Set(relatedTables);
    const relations = this.business.catalog.relations.filter((relation) => related.has(relationName(relation)));
    const plain = relations.flatMap((relation) => {
      const keys = keyColumns(relation);
      return relation.columns
        .filter(({ name }) => !keys.has(name) && !columns.has(name))
        .map(({ name }) => `${relation.name}.${name}`);
    });
    return {
      tables: relatedTables.filter((table) => !tables.has(table)),
      columns: plain.slice(0, MAX_UNCOVERED_COLUMNS),
      kinds: KIND_NAMES.filter((name) => !pairs.some(({ kind }) => kind === name)),
    };
  }

  /** @returns why not; null when the pair is taken or known */
  private async takeIfUsable(proposed: ProposedPair, progress: Progress): Promise<Message | null> {
    const question = proposed.question.replace(/[\s\0]+/g, ' ').trim();
    if (question === '') {
      return messages.no_question();
    }
    const kind = /^[a-z][a-z0-9_]{0,39}$/.test(proposed.kind) ? proposed.kind : 'other';
    const pair = { question, sql: closed(proposed.sql), kind, source: 'model' as const };
    const read = await this.readTidied(pair, proposed.sql);
    if (read.candidate === null) {
      return read.refused;
    }
    const usable = { ...pair, sql: closed(read.candidate.sql) };
    if (!(await progress.seen.add(usable))) {
      return null;
    }
    if ((await this.options.tryOut(read.candidate)) === 'tells_nothing') {
      return messages.tells_nothing();
    }
    progress.pairs.push(usable);
    remember(read.shape, progress);
    return null;
  }

  /** As it is written, else without what models put around and into statements. */
  private async readTidied(pair: GeneratedPair, written: string): Promise<ReadProposal> {
    const { reader } = this.options;
    const asWritten = await reader.read(pair);
    const sql = asWritten.candidate === null ? closed(statementText(written)) : pair.sql;
    const tidied = sql === pair.sql ? asWritten : await reader.read({ ...pair, sql });
    return tidied.candidate === null ? asWritten : tidied;
  }

  /** One line a reason: answers of weak models have many defects of few kinds. */
  private report(theme: Theme, reasons: readonly Message[]): void {
    const { log } = this.context;
    for (const [, alike] of Map.groupBy(reasons, ({ code, params }) =>
      JSON.stringify([code, params['reason'] ?? '']),
    )) {
      const [reason] = alike;
      if (reason) {
        const line = { theme: theme.topicName, count: alike.length, reason };
        log.warn(this.options.component, messages.refused(line));
      }
    }
  }
}

function remember({ relations, columns }: StatementShape, progress: Progress): void {
  relations.forEach(({ schema, name }) => progress.tables.add(`${schema ?? 'public'}.${name}`));
  columns.forEach(({ column }) => progress.columns.add(column));
}
