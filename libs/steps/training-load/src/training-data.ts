import { createHash } from 'node:crypto';
import type { ReviewState } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { TaskReviews } from '#libs/pair-review';
import type { TaskParameters } from '#libs/pipeline';
import {
  readPairs,
  readVerdicts,
  trainingFiles,
  type QuestionSqlPair,
  type TrainingFiles,
  type Verdicts,
} from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import { vectorRecord, type Collection, type VectorRecord } from '#libs/vector-store';
import { digestOf } from './digest.js';
import { trainingLoadErrors } from './errors.js';
import { pairDocument } from './pair-document.js';
import { splitDocumentation } from './split-documentation.js';

export type ReadFiles = Pick<StepFiles, 'list' | 'read' | 'readStream'>;

/** A record, its origin, and a question that should find it. */
export interface TrainingRecord extends VectorRecord {
  readonly file: string;
  /** The pair's question, or the table's name of a DDL. */
  readonly asked: string | null;
  readonly pair: QuestionSqlPair | null;
}

export type LoadedCounts = Record<Collection, number>;

export interface TrainingSurvey {
  /** Records, each once. */
  readonly loaded: LoadedCounts;
  readonly total: number;
  /** Pairs that were left out because the validation found them invalid. */
  readonly invalidPairs: number;
  /** Pairs that were left out because of their review. */
  readonly unwantedPairs: number;
  /** Loaded pairs that are in no validation report. */
  readonly unvalidatedPairs: number;
  /** Pair files that no validation report is about. */
  readonly unvalidatedFiles: readonly string[];
  /** Records that repeat another one, and pairs that the validation found to repeat another one. */
  readonly duplicates: number;
  /** SQL files that hold no questions. */
  readonly ignoredFiles: readonly string[];
}

interface PairOptions {
  readonly load: TaskParameters['load'];
  readonly reviews: TaskReviews;
}

/**
 * The files of a task as records. Every iteration reads the files again, because all records may not fit in memory.
 * The source of a record is its file, or for a pair its question, within the database: a later version of the same
 * source replaces it.
 */
export class TrainingData {
  private constructor(
    readonly database: string,
    readonly survey: TrainingSurvey,
    private readonly reader: FileReader,
    /** Positions of duplicates of earlier records; the files do not change while the step runs. */
    private readonly repeated: ReadonlySet<number>,
    /** Sources of pairs that people took back or asked otherwise: an earlier load may have brought them. */
    readonly withdrawn: readonly string[],
  ) {}

  /** Reads everything once, so that a file that cannot become records is found before anything is written.
   * @param options `themes`: with the description of the themes; `load`: which pairs, by their review
   * @throws DomainError for the first one */
  static async open(
    files: ReadFiles,
    database: string,
    options: PairOptions & { readonly themes: boolean },
  ): Promise<TrainingData> {
    const names = trainingFiles(await files.list(), options);
    const reader = new FileReader(files, database, names, await readReports(files, names), options);
    const loaded: LoadedCounts = { ddl: 0, documentation: 0, sql: 0 };
    const seen = new Set<string>();
    const repeated = new Set<number>();
    let place = 0;
    for await (const { id, collection } of reader.all()) {
      const digest = digestOf(id);
      if (seen.has(digest)) {
        repeated.add(place);
      } else {
        seen.add(digest);
        loaded[collection]++;
      }
      place++;
    }
    const { invalidPairs, unwantedPairs, unvalidatedPairs, duplicatePairs, unvalidatedFiles } = reader;
    const duplicates = repeated.size + duplicatePairs;
    const survey = {
      loaded,
      total: seen.size,
      invalidPairs,
      unwantedPairs,
      unvalidatedPairs,
      unvalidatedFiles,
      duplicates,
    };
    const withdrawn = [...reader.withdrawn];
    return new TrainingData(database, { ...survey, ignoredFiles: names.ignored }, reader, repeated, withdrawn);
  }

  /** Each record once: DDL, then documentation, then pairs. */
  async *records(): AsyncGenerator<TrainingRecord> {
    let place = 0;
    for await (const record of this.reader.all()) {
      if (!this.repeated.has(place++)) {
        yield record;
      }
    }
  }
}

class FileReader {
  /** Of the last reading. */
  invalidPairs = 0;
  unwantedPairs = 0;
  unvalidatedPairs = 0;
  duplicatePairs = 0;
  /** Of all readings. */
  readonly withdrawn = new Set<string>();

  constructor(
    private readonly files: ReadFiles,
    private readonly database: string,
    private readonly names: TrainingFiles,
    /** By the name of the pair file. */
    private readonly reports: ReadonlyMap<string, Verdicts>,
    private readonly options: PairOptions,
  ) {}

  async *all(): AsyncGenerator<TrainingRecord> {
    this.invalidPairs = 0;
    this.unwantedPairs = 0;
    this.unvalidatedPairs = 0;
    this.duplicatePairs = 0;
    for (const name of this.names.ddl) {
      yield* this.documents('ddl', name, [withoutLastSemicolon(await this.readText(name))]);
    }
    for (const name of this.names.documentation) {
      yield* this.documents('documentation', name, splitDocumentation(await this.readText(name)));
    }
    for (const name of this.names.pairs) {
      for await (const pair of this.pairsOf(name)) {
        yield this.pairRecord(name, pair);
      }
    }
  }

  /** Omits invalid and unwanted pairs, and uses the repaired SQL of repaired ones. */
  private async *pairsOf(name: string): AsyncGenerator<QuestionSqlPair> {
    const verdicts = this.reports.get(name);
    const { load, reviews } = this.options;
    for await (const written of readPairs(name, this.files.readStream(name))) {
      const pair = reviews.edited(written);
      const verdict = verdicts?.of(pair) ?? 'unknown';
      if (verdict === 'invalid') {
        this.invalidPairs++;
        continue;
      }
      if (verdict === 'duplicate') {
        this.duplicatePairs++;
        continue;
      }
      const repaired = typeof verdict === 'object' ? { ...pair, sql: verdict.repairedSql } : pair;
      if (!isWanted(reviews.stateOf(repaired).state, load)) {
        this.unwantedPairs++;
        this.withdraw(pair.question);
        continue;
      }
      this.unvalidatedPairs += verdict === 'unknown' && !reviews.wasValidated(pair) ? 1 : 0;
      reviews.formerQuestions(pair).forEach((question) => this.withdraw(question));
      yield reviews.forFile(repaired);
    }
  }

  get unvalidatedFiles(): string[] {
    return this.names.pairs.filter((name) => !this.reports.has(name));
  }

  private documents(collection: Collection, file: string, texts: readonly string[]): TrainingRecord[] {
    const table = file.replace(/\.[^.]*$/, '');
    return texts.map((text) => ({
      ...vectorRecord(collection, { database: this.database, key: file }, storable(file, text)),
      file,
      asked: collection === 'ddl' ? table : null,
      pair: null,
    }));
  }

  private pairRecord(file: string, pair: QuestionSqlPair): TrainingRecord {
    const { question } = pair;
    const sql = storable(file, pair.sql);
    return {
      ...vectorRecord('sql', { database: this.database, key: keyOf(question) }, pairDocument(question, sql)),
      file,
      asked: question,
      pair,
    };
  }

  private withdraw(question: string): void {
    this.withdrawn.add(vectorRecord('sql', { database: this.database, key: keyOf(question) }, '').source);
  }

  private async readText(name: string): Promise<string> {
    const text = stripBom(await this.files.read(name)).trim();
    if (text === '') {
      throw new DomainError(trainingLoadErrors.training_file_blank, { file: name });
    }
    return text;
  }
}

function keyOf(question: string): string {
  return createHash('sha256').update(question.replace(/\s+/g, ' ').toLowerCase()).digest('hex').slice(0, 32);
}

function isWanted(state: ReviewState, load: PairOptions['load']): boolean {
  return load === 'all' || state === 'approved' || (load === 'not_rejected' && state !== 'rejected');
}

/** The newest report on each pair file. */
async function readReports(files: ReadFiles, names: TrainingFiles): Promise<Map<string, Verdicts>> {
  const reports = new Map<string, Verdicts>();
  const isWanted = (pairFile: string): boolean => names.pairs.includes(pairFile) && !reports.has(pairFile);
  for (const name of names.validationReports) {
    const read = await readVerdicts(name, files.readStream(name), isWanted);
    if (read) {
      read.pairFiles.filter(isWanted).forEach((pairFile) => reports.set(pairFile, read.verdicts));
    }
  }
  return reports;
}

/** Text that PostgreSQL accepts: lone surrogates cannot be UTF-8 and become U+FFFD. */
function storable(file: string, text: string): string {
  if (text.includes('\0')) {
    throw new DomainError(trainingLoadErrors.training_text_unstorable, { file });
  }
  return text.toWellFormed();
}

function stripBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** As Vanna's records have it. */
function withoutLastSemicolon(ddl: string): string {
  return ddl.replace(/(?<=[^;\s])[;\s]+$/, '');
}
