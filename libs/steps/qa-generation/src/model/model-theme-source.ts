import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { keyColumns, relationName } from '#libs/catalog';
import { errorMessage } from '#libs/domain-errors';
import { ALL_FAMILIES } from '#libs/intents';
import type { Language, Message } from '#libs/language';
import { isBudgetExhausted, type ChatModel } from '#libs/language-model';
import { checkAndDescribe, refusalMessage, statementText, type Refusal, type StatementShape } from '#libs/sql-safety';
import type { StepContext } from '#libs/steps/step';
import type { Theme } from '#libs/step-files';
import type { PairChooser } from '../choice/pair-chooser.js';
import { messages } from '../messages.js';
import { closed, SeenPairs, type GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';
import type { ThemeSource } from '../theme-source.js';
import { PAIR_PROMPT_VERSION, systemPrompt, userPrompt } from './prompts.js';
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
  readonly concurrency: number;
  readonly component: string;
}

/** Accepted answers of the model for one theme. */
interface Progress {
  readonly pairs: GeneratedPair[];
  readonly seen: SeenPairs;
  readonly tables: Set<string>;
  /** Names without schema, which suffice to tell the model which columns lack a question. */
  readonly columns: Set<string>;
}

/**
 * Asks a language model, theme by theme. An answer is accepted only if it is one read-only query over listed tables.
 * The requests of a theme depend on the theme alone, so a resumed run sends the same requests and gets the same answers.
 */
export class ModelThemeSource implements ThemeSource {
  readonly concurrency: number;
  private readonly knownTables: ReadonlySet<string>;
  private readonly examples = new Map<Theme, readonly GeneratedPair[]>();
  private documents: ReadonlyMap<string, string> = new Map();
  private exhausted = false;

  constructor(
    private readonly chatModel: ChatModel,
    private readonly business: Business,
    private readonly context: StepContext,
    private readonly options: ModelSourceOptions,
  ) {
    this.concurrency = options.concurrency;
    this.knownTables = new Set(business.catalog.relations.flatMap(({ schema, name }) => [name, `${schema}.${name}`]));
  }

  /** The budget of the task is used up: the model is asked no more. */
  get isExhausted(): boolean {
    return this.exhausted;
  }

  /**
   * Makes the examples of all themes, sequentially, because the chooser deduplicates against its earlier pairs.
   * @throws DomainError of kind `unavailable` when the database goes away
   */
  async prepare(themes: readonly Theme[], chooser: PairChooser, count: number): Promise<void> {
    this.documents = await readTableDocuments(this.business.catalog, this.context);
    for (const theme of themes) {
      await setImmediate();
      this.context.signal.throwIfAborted();
      this.examples.set(theme, await chooser.pairsFor(theme.relatedTables, count));
    }
  }

  /** @throws DomainError of the model, but not when the budget is used up: then ours fill the gap. */
  async pairsFor(theme: Theme, count: number, signal: AbortSignal): Promise<GeneratedPair[]> {
    const examples = this.examples.get(theme) ?? [];
    const progress: Progress = { pairs: [], seen: new SeenPairs(), tables: new Set(), columns: new Set() };
    const refused: (Message | [])[] = [];
    const onRefused = (reasons: readonly string[]): void => {
      refused.push(...reasons.map((reason) => messages.unreadable_item({ reason })));
    };
    for (let round = 0; round < ROUNDS && progress.pairs.length < count && !this.exhausted; round += 1) {
      const share = round === 0 && count >= FEW ? Math.ceil(count * FIRST_SHARE) : count - progress.pairs.length;
      for (const proposed of await this.ask(theme, share, round, examples, progress, { signal, onRefused })) {
        if (progress.pairs.length < count) {
          refused.push((await this.takeIfUsable(proposed, progress)) ?? []);
        }
      }
    }
    this.report(theme, refused.flat());
    const { pairs, seen } = progress;
    this.context.log.debug(
      this.options.component,
      messages.by_model({
        theme: theme.topicName,
        pairs: pairs.length,
        wanted: count,
        model: this.chatModel.name,
        version: PAIR_PROMPT_VERSION,
      }),
    );
    for (const example of examples) {
      if (pairs.length < count && (await seen.add(example))) {
        pairs.push(example);
      }
    }
    return pairs;
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
      examples: examples.slice(0, EXAMPLES),
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
    const written = closed(proposed.sql);
    const asWritten = await this.usableShape(written);
    const tidied = asWritten.shape === null ? closed(statementText(proposed.sql)) : written;
    const usable = tidied === written ? asWritten : await this.usableShape(tidied);
    if (usable.shape === null) {
      return asWritten.refused;
    }
    const pair = { question, sql: tidied, kind, source: 'model' as const };
    if (await progress.seen.add(pair)) {
      progress.pairs.push(pair);
      remember(usable.shape, progress);
    }
    return null;
  }

  private async usableShape(
    sql: string,
  ): Promise<{ shape: StatementShape; refused: null } | { shape: null; refused: Message }> {
    const { check, shape } = await checkAndDescribe(sql);
    if (!check.ok || shape === null) {
      return { shape: null, refused: check.ok ? messages.not_parsable() : reasonOf(check) };
    }
    const unknown = check.tables.filter(
      ({ schema, name }) => !this.knownTables.has(schema === null ? name : `${schema}.${name}`),
    );
    return unknown.length > 0
      ? { shape: null, refused: messages.unknown_tables({ tables: unknown.map(({ name }) => name) }) }
      : { shape, refused: null };
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

/** Without the parser's words: they quote the statement, and with it values. */
function reasonOf(refusal: Refusal): Message {
  return refusal.reason === 'not_parsable' ? messages.not_parsable() : refusalMessage(refusal);
}

function remember({ relations, columns }: StatementShape, progress: Progress): void {
  relations.forEach(({ schema, name }) => progress.tables.add(`${schema ?? 'public'}.${name}`));
  columns.forEach(({ column }) => progress.columns.add(column));
}
