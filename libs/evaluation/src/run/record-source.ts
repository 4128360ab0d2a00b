import type { Embedder } from '#libs/language-model';
import { readPair } from '#libs/store-reader';
import type { Collection } from '#libs/vector-store';
import type { Arm } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import { searchedArms, type ContextByArm, type ContextSource } from './context-source.js';
import { Nearest } from './nearest.js';

/** A record that a store holds, or would hold. */
export interface SourceRecord {
  readonly collection: Collection;
  readonly document: string;
}

interface Places {
  readonly ddl: Nearest<string>;
  readonly documentation: Nearest<string>;
  readonly sql: Nearest<string>;
}

/** Records whose vectors are in memory at the same time. */
const PAGE = 512;

/**
 * Records outside a store: the files of a task before they are loaded, or the records of a store with the vectors of
 * another embedder. They are compared in memory, by vectors alone; a page of records is read once for all questions of a
 * call, so that memory grows with the questions and not with the records.
 */
export class RecordSource implements ContextSource {
  constructor(
    private readonly records: (signal: AbortSignal) => AsyncIterable<SourceRecord>,
    private readonly embedder: Embedder,
    private readonly results: number,
  ) {}

  async retrieve(
    questions: readonly PlacedQuestion[],
    arms: readonly Arm[],
    signal: AbortSignal,
  ): Promise<ContextByArm[]> {
    const texts = questions.map(({ question }) => question);
    const asked = texts.length === 0 ? [] : await this.embedder.embed(texts, { purpose: 'query', signal });
    const found = questions.map((): Places => ({
      ddl: new Nearest(this.results),
      documentation: new Nearest(this.results),
      sql: new Nearest(this.results),
    }));
    let page: SourceRecord[] = [];
    for await (const record of this.records(signal)) {
      page.push(record);
      if (page.length === PAGE) {
        await this.compare(page, asked, found, signal);
        page = [];
      }
    }
    await this.compare(page, asked, found, signal);
    return found.map(({ ddl, documentation, sql }) =>
      searchedArms(
        {
          ddl: ddl.items,
          documentation: documentation.items,
          pairs: sql.items.flatMap((text) => readPair(text) ?? []),
        },
        arms,
      ),
    );
  }

  async *questions(signal: AbortSignal): AsyncGenerator<string> {
    for await (const { collection, document } of this.records(signal)) {
      const pair = collection === 'sql' ? readPair(document) : null;
      if (pair !== null) {
        yield pair.question;
      }
    }
  }

  embedderOf(): Promise<string> {
    return Promise.resolve(this.embedder.model);
  }

  private async compare(
    page: readonly SourceRecord[],
    asked: readonly Float32Array[],
    found: readonly Places[],
    signal: AbortSignal,
  ): Promise<void> {
    if (page.length === 0 || asked.length === 0) {
      return;
    }
    const documents = page.map(({ document }) => document);
    const vectors = await this.embedder.embed(documents, { purpose: 'document', signal });
    for (const [index, places] of found.entries()) {
      const question = asked[index] ?? new Float32Array();
      for (const [number, { collection, document }] of page.entries()) {
        places[collection].offer(cosine(question, vectors[number] ?? new Float32Array()), document);
      }
    }
  }
}

/** Of unit vectors. */
function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) {
    sum += (one[index] ?? 0) * (other[index] ?? 0);
  }
  return sum;
}
