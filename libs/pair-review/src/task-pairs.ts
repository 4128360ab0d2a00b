import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/domain-errors';
import { FileStore } from '#libs/files';
import {
  backupOf,
  isPairFile,
  readPairFiles,
  readPairs,
  readVerdicts,
  SCHEMA_STATE_FILE,
  SEMANTIC_MODEL_FILE,
  stepFileErrors,
  trainingFiles,
  type PairFile,
  type QuestionSqlPair,
  type Verdicts,
} from '#libs/step-files';
import { PairReviewRepository } from './pair-review.repository.js';
import { SchemaFacts, type FactFiles } from './schema-facts.js';
import { TaskReviews, type PairState } from './task-reviews.js';

export type PairTexts = Pick<QuestionSqlPair, 'question' | 'sql'>;

/** A pair before sql_validation changed it. */
export interface MadePair extends PairTexts {
  /** Null where no report tells it. */
  readonly changedBy: 'rule' | 'model' | null;
}

/** A pair of a task as the API shows it. */
export interface ReviewedPair {
  readonly file: string;
  /** From 0, over all files: the order in which the pairs were made. */
  readonly position: number;
  /** As the file has it. */
  readonly raw: QuestionSqlPair;
  /** As it was made, where sql_validation has changed it since; null otherwise. */
  readonly made: MadePair | null;
  /** With the edit of a person. */
  readonly pair: QuestionSqlPair;
  readonly review: PairState;
}

export interface PairsOfTask {
  readonly files: readonly PairFile[];
  readonly pairs: readonly ReviewedPair[];
  readonly reviews: TaskReviews;
  /** A file lacks the edit of a person. */
  readonly isBehind: boolean;
}

interface ParsedFiles {
  readonly files: readonly PairFile[];
  readonly facts: SchemaFacts;
  /** Pairs that sql_validation has changed, as they were before, by id. */
  readonly made: ReadonlyMap<string, MadePair>;
}

interface Cached<T> {
  readonly signature: string;
  readonly value: T;
}

/** The reviews of a task, for a step that reads its files. */
export type ReviewsOf = (taskId: string, files: FactFiles) => Promise<TaskReviews>;

/** Tasks whose files are kept as parsed. */
const KEPT = 8;

/** Reads the pairs of tasks with their reviews. Parsed files are kept until they change: reviewers read them at each key. */
@Injectable()
export class TaskPairs {
  private readonly parsed = new Map<string, Cached<ParsedFiles>>();

  constructor(
    private readonly fileStore: FileStore,
    private readonly pairReviewRepository: PairReviewRepository,
  ) {}

  /** A task without pair files has no pairs. @throws DomainError `pair_file_*` for a broken file */
  async read(taskId: string): Promise<PairsOfTask> {
    const [{ files, facts, made }, rows] = await Promise.all([
      this.parsedFiles(taskId),
      this.pairReviewRepository.newestOf(taskId),
    ]);
    const reviews = new TaskReviews(rows, facts);
    const seen = new Set<string>();
    const pairs: ReviewedPair[] = [];
    for (const { name: file, pairs: inFile } of files) {
      for (const raw of inFile) {
        if (!seen.has(raw.id)) {
          seen.add(raw.id);
          const pair = reviews.edited(raw);
          const review = reviews.stateOf(pair);
          pairs.push({ file, position: pairs.length, raw, made: made.get(raw.id) ?? null, pair, review });
        }
      }
    }
    return { files, pairs, reviews, isBehind: pairs.some(({ raw, pair }) => raw !== pair) };
  }

  /** The pair files alone. */
  async files(taskId: string): Promise<readonly PairFile[]> {
    return (await this.parsedFiles(taskId)).files;
  }

  /** Reviews of a task for one of its steps. */
  readonly reviewsFor: ReviewsOf = async (taskId, files) => {
    const [rows, facts] = await Promise.all([this.pairReviewRepository.newestOf(taskId), SchemaFacts.read(files)]);
    return new TaskReviews(rows, facts);
  };

  private async parsedFiles(taskId: string): Promise<ParsedFiles> {
    const stored = await this.fileStore.list(taskId);
    const signature = JSON.stringify(
      stored.filter(isRead).map(({ name, size, modifiedAt }) => [name, size, modifiedAt.getTime()]),
    );
    const known = this.parsed.get(taskId);
    if (known?.signature === signature) {
      this.parsed.delete(taskId);
      this.parsed.set(taskId, known);
      return known.value;
    }
    const names = stored.map(({ name }) => name);
    const list = async (): Promise<string[]> => names;
    const files = await this.pairFiles(taskId, list);
    const value = {
      files,
      made: await this.madePairs(taskId, files, names),
      facts: await SchemaFacts.read({ list, read: (name) => this.fileStore.readText(taskId, name) }),
    };
    this.parsed.delete(taskId);
    this.parsed.set(taskId, { signature, value });
    for (const oldest of [...this.parsed.keys()].slice(0, -KEPT)) {
      this.parsed.delete(oldest);
    }
    return value;
  }

  private async pairFiles(taskId: string, list: () => Promise<string[]>): Promise<PairFile[]> {
    const readStream = (name: string): AsyncIterable<Uint8Array> => this.bytesOf(taskId, name);
    try {
      return await readPairFiles({ list, readStream });
    } catch (error) {
      if (error instanceof DomainError && error.code === stepFileErrors.pair_file_missing.code) {
        return [];
      }
      throw error;
    }
  }

  private async madePairs(taskId: string, files: readonly PairFile[], names: readonly string[]) {
    const made = new Map<string, MadePair>();
    for (const { name, pairs } of files.filter((file) => names.includes(backupOf(file.name)))) {
      const now = new Map(pairs.map(({ id, sql }) => [id, sql]));
      const verdicts = await this.verdictsOn(taskId, name, names);
      try {
        for await (const { id, question, sql } of readPairs(name, this.bytesOf(taskId, backupOf(name)))) {
          if (now.has(id) && now.get(id) !== sql) {
            const verdict = verdicts?.of({ question, sql });
            made.set(id, { question, sql, changedBy: typeof verdict === 'object' ? verdict.by : null });
          }
        }
      } catch (error) {
        if (!(error instanceof DomainError && error.kind === 'validation')) {
          throw error;
        }
        // A broken backup takes nothing from the pairs.
      }
    }
    return made;
  }

  /** Of the newest report on a pair file; null without one that can be read. */
  private async verdictsOn(taskId: string, file: string, names: readonly string[]): Promise<Verdicts | null> {
    for (const report of trainingFiles(names, { themes: false }).validationReports) {
      try {
        const read = await readVerdicts(report, this.bytesOf(taskId, report), (name) => name === file);
        if (read !== null) {
          return read.verdicts;
        }
      } catch (error) {
        if (!(error instanceof DomainError && error.kind === 'validation')) {
          throw error;
        }
      }
    }
    return null;
  }

  private async *bytesOf(taskId: string, name: string): AsyncGenerator<Uint8Array> {
    const { stream } = await this.fileStore.open(taskId, name);
    yield* stream as AsyncIterable<Uint8Array>;
  }
}

/** The log of a task grows all the time. */
function isRead({ name }: { readonly name: string }): boolean {
  return isPairFile(name) || name === SCHEMA_STATE_FILE || name === SEMANTIC_MODEL_FILE;
}
