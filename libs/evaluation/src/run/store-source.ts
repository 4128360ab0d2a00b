import pLimit from 'p-limit';
import type { Language } from '#libs/language';
import { DEFAULT_CONTEXT, renderContext } from '#libs/reader-context';
import { readPair, type EmbeddedQuestion, type StoreReader } from '#libs/store-reader';
import type { Arm, RetrievedContext } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import { searchedArms, type ContextByArm, type ContextSource } from './context-source.js';

export interface StoreSourceOptions {
  /** Records of each kind. */
  readonly results: number;
  /** Of the arms other than `context`: Vanna compares vectors alone. */
  readonly mode: 'vector' | 'hybrid';
  /** Of the text of `context`, where the question does not tell. */
  readonly language: Language;
  /** Told the questions of the pairs that a question has found, once per question. */
  readonly onFound?: (pairs: readonly string[]) => void;
}

/** Questions that are asked at once: a search waits for the server longer than it computes. */
const TOGETHER = 3;

/** The store, asked as readers ask it. */
export class StoreSource implements ContextSource {
  constructor(
    private readonly reader: StoreReader,
    private readonly options: StoreSourceOptions,
  ) {}

  async retrieve(
    questions: readonly PlacedQuestion[],
    arms: readonly Arm[],
    signal: AbortSignal,
  ): Promise<ContextByArm[]> {
    const turns = pLimit(TOGETHER);
    try {
      return await Promise.all(questions.map((question) => turns(() => this.ask(question, arms, signal))));
    } catch (error) {
      turns.clearQueue();
      throw error;
    }
  }

  async *questions(signal: AbortSignal): AsyncGenerator<string> {
    for await (const { collection, document } of this.reader.records(signal)) {
      const pair = collection === 'sql' ? readPair(document) : null;
      if (pair !== null) {
        yield pair.question;
      }
    }
  }

  async embedderOf(_arm: Arm, signal: AbortSignal): Promise<string> {
    return this.reader.embedderModel(signal);
  }

  private async ask(question: PlacedQuestion, arms: readonly Arm[], signal: AbortSignal): Promise<ContextByArm> {
    signal.throwIfAborted();
    const embedded = await this.reader.embedQuestion(question.question, signal);
    const searched = arms.some((arm) => arm !== 'context') ? await this.search(question, arms, embedded, signal) : {};
    const context = arms.includes('context') ? { context: await this.context(question, embedded, signal) } : {};
    const found: ContextByArm = { ...searched, ...context };
    this.options.onFound?.(Object.values(found).flatMap(({ pairs }) => pairs.map((pair) => pair.question)));
    return found;
  }

  private async search(
    { question }: PlacedQuestion,
    arms: readonly Arm[],
    embedded: EmbeddedQuestion,
    signal: AbortSignal,
  ): Promise<ContextByArm> {
    const { results, mode } = this.options;
    const limits = { ddl: results, documentation: results, sql: results };
    const { hits } = await this.reader.search({ text: question, mode, limits }, signal, embedded);
    return searchedArms(
      {
        ddl: hits.ddl.map(({ document }) => document),
        documentation: hits.documentation.map(({ document }) => document),
        pairs: hits.sql.flatMap(({ document }) => readPair(document) ?? []),
      },
      arms,
    );
  }

  private async context(
    { question, language }: PlacedQuestion,
    embedded: EmbeddedQuestion,
    signal: AbortSignal,
  ): Promise<RetrievedContext> {
    const asked = { text: question, mode: 'hybrid' } as const;
    const { context } = await this.reader.context(asked, DEFAULT_CONTEXT, signal, embedded);
    return {
      ddl: context.tables.map(({ ddl }) => ddl),
      documentation: [...context.tables.flatMap(({ document }) => document ?? []), ...context.documents],
      pairs: context.pairs,
      text: renderContext(context, language ?? this.options.language),
    };
  }
}
