import { z } from 'zod';
import type { Language } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import { checkReadOnlyStatement, refusalText } from '#libs/sql-safety';
import type { StepContext } from '#libs/steps/step';
import type { Theme } from '#libs/themes';
import type { OfflineGenerator } from '../offline/generate-offline.js';
import { closed, normalisedQuestion, type GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';
import type { ThemeSource } from '../theme-source.js';
import { PAIR_PROMPT_VERSION, systemPrompt, userPrompt } from './prompts.js';
import { fitDocuments, readTableDocuments } from './table-documents.js';

/** Characters of table documents in one request: some 12,000 tokens. */
const DOCUMENT_BUDGET = 36_000;
const EXAMPLES = 3;
const ROUNDS = 2;

const answerSchema = z.object({
  pairs: z.array(z.object({ question: z.string(), sql: z.string(), kind: z.string().default('other') })),
});

export interface ModelSourceOptions {
  readonly language: Language;
  readonly businessContext: string;
  readonly concurrency: number;
  readonly component: string;
}

/** Asks a language model, theme by theme; what it answers is taken only if it is one harmless query over listed tables. */
export class ModelThemeSource implements ThemeSource {
  readonly concurrency: number;
  private readonly seen = new Set<string>();
  private readonly knownTables: ReadonlySet<string>;
  private documents: Promise<ReadonlyMap<string, string>> | null = null;

  constructor(
    private readonly chatModel: ChatModel,
    private readonly offline: OfflineGenerator,
    private readonly business: Business,
    private readonly context: StepContext,
    private readonly options: ModelSourceOptions,
  ) {
    this.concurrency = options.concurrency;
    this.knownTables = new Set(business.catalog.relations.flatMap(({ schema, name }) => [name, `${schema}.${name}`]));
  }

  /** @throws DomainError of the model. */
  async pairsFor(theme: Theme, count: number, signal: AbortSignal): Promise<GeneratedPair[]> {
    this.documents ??= readTableDocuments(this.business.catalog, this.context);
    const documents = await this.documents;
    const examples = await this.offline.pairsFor(theme.relatedTables, count);
    const pairs: GeneratedPair[] = [];
    const used = new Set<string>();
    for (let round = 0; round < ROUNDS && pairs.length < count; round += 1) {
      const answer = await this.chatModel.completeJson(
        {
          schema: answerSchema,
          schemaName: 'question_sql_pairs',
          system: systemPrompt(this.options.language),
          user: userPrompt({
            theme,
            businessContext: this.options.businessContext,
            documents: fitDocuments(
              theme.relatedTables.map((table) => documents.get(table) ?? ''),
              DOCUMENT_BUDGET,
            ),
            examples: examples.slice(0, EXAMPLES),
            count: count - pairs.length,
            taken: pairs.map(({ question }) => question),
            uncovered: round === 0 ? [] : theme.relatedTables.filter((table) => !used.has(table)),
          }),
        },
        { signal },
      );
      for (const proposed of answer.pairs.slice(0, count * 2)) {
        const pair = pairs.length < count ? await this.accepted(proposed, used) : null;
        if (pair) {
          pairs.push(pair);
        }
      }
    }
    this.context.log.debug(
      this.options.component,
      `theme ${theme.topicName}: ${pairs.length} of ${count} pairs by ${this.chatModel.name} (${PAIR_PROMPT_VERSION})`,
    );
    return [...pairs, ...(await this.filled(examples, count - pairs.length))];
  }

  /** Where the model gave too few usable pairs, ours fill the gap. */
  private async filled(examples: readonly GeneratedPair[], gap: number): Promise<GeneratedPair[]> {
    const pairs: GeneratedPair[] = [];
    for (const example of examples) {
      if (pairs.length < gap && (await this.isNew(example))) {
        pairs.push(example);
      }
    }
    return pairs;
  }

  private async accepted(proposed: GeneratedPair, used: Set<string>): Promise<GeneratedPair | null> {
    const pair = {
      question: proposed.question.replace(/\s+/g, ' ').trim(),
      sql: closed(proposed.sql),
      kind: /^[a-z][a-z0-9_]{0,39}$/.test(proposed.kind) ? proposed.kind : 'other',
    };
    const { log } = this.context;
    const check = await checkReadOnlyStatement(pair.sql);
    if (pair.question === '' || !check.ok) {
      log.warn(this.options.component, `an answer is refused: ${check.ok ? 'no question' : refusalText(check, 'en')}`);
      return null;
    }
    const unknown = check.tables.filter(
      ({ schema, name }) => !this.knownTables.has(schema === null ? name : `${schema}.${name}`),
    );
    if (unknown.length > 0) {
      log.warn(
        this.options.component,
        `an answer is refused: no such table in the list: ${unknown.map(({ name }) => name).join(', ')}`,
      );
      return null;
    }
    if (!(await this.isNew(pair))) {
      return null;
    }
    check.tables.forEach(({ schema, name }) => used.add(`${schema ?? 'public'}.${name}`));
    return pair;
  }

  private async isNew({ question, sql }: GeneratedPair): Promise<boolean> {
    const check = await checkReadOnlyStatement(sql);
    const marks = [normalisedQuestion(question), ...(check.ok ? [check.fingerprint] : [])];
    if (marks.some((mark) => this.seen.has(mark))) {
      return false;
    }
    marks.forEach((mark) => this.seen.add(mark));
    return true;
  }
}
