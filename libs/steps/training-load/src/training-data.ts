import { createHash } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import type { StepFiles } from '#libs/steps/step';
import { vectorRecord, type Collection, type VectorRecord } from '#libs/vector-store';
import { trainingLoadErrors } from './errors.js';
import { pairDocument } from './pair-document.js';
import { parsePairBlocks } from './pair-blocks.js';
import { parsePairFile, type Pair } from './pair-file.js';
import { splitDocumentation } from './split-documentation.js';
import { trainingFiles, type TrainingFiles } from './training-files.js';
import { applyVerdicts, parseValidationReport, reportedFile, type ValidationReport } from './validation-verdicts.js';

/** A record, where it comes from, and what a person would ask to find it. */
export interface TrainingRecord extends VectorRecord {
  readonly file: string;
  /** The pair's question, or the table's name of a DDL. */
  readonly asked: string | null;
  readonly pair: Pair | null;
}

export type LoadedCounts = Record<Collection, number>;

export interface TrainingSurvey {
  /** Records, each once. */
  readonly loaded: LoadedCounts;
  readonly total: number;
  /** Pairs that were left out because the validation found them invalid. */
  readonly invalidPairs: number;
  /** Loaded pairs that the validation report does not know. */
  readonly unvalidatedPairs: number;
  /** Records that say the same as another one. */
  readonly duplicates: number;
  /** SQL files that hold no questions. */
  readonly ignoredFiles: readonly string[];
}

/**
 * The files of a task as records, read file by file as often as they are asked for. The source of a record is its
 * file, or for a pair its question, within the database: that is what a later version replaces.
 */
export class TrainingData {
  private constructor(
    readonly database: string,
    readonly survey: TrainingSurvey,
    private readonly reader: FileReader,
  ) {}

  /** Reads everything once, so that a file that cannot become records is found before anything is written.
   * @throws DomainError for the first one */
  static async open(files: StepFiles, database: string): Promise<TrainingData> {
    const names = trainingFiles(await files.list());
    const reader = new FileReader(files, database, names, await readReports(files, names.validationReports));
    return new TrainingData(database, await reader.survey(), reader);
  }

  /** Each record once: DDL, then documentation, then pairs. */
  async *records(): AsyncGenerator<TrainingRecord> {
    const seen = new Set<string>();
    for await (const record of this.reader.all()) {
      if (!seen.has(record.id)) {
        seen.add(record.id);
        yield record;
      }
    }
  }
}

class FileReader {
  private invalidPairs = 0;
  private unvalidatedPairs = 0;

  constructor(
    private readonly files: StepFiles,
    private readonly database: string,
    private readonly names: TrainingFiles,
    private readonly reports: readonly ValidationReport[],
  ) {}

  async survey(): Promise<TrainingSurvey> {
    const loaded: LoadedCounts = { ddl: 0, documentation: 0, sql: 0 };
    const seen = new Set<string>();
    let read = 0;
    for await (const { id, collection } of this.all()) {
      read++;
      loaded[collection] += seen.has(id) ? 0 : 1;
      seen.add(id);
    }
    const { invalidPairs, unvalidatedPairs } = this;
    const { ignored: ignoredFiles } = this.names;
    return { loaded, total: seen.size, invalidPairs, unvalidatedPairs, duplicates: read - seen.size, ignoredFiles };
  }

  async *all(): AsyncGenerator<TrainingRecord> {
    this.invalidPairs = 0;
    this.unvalidatedPairs = 0;
    for (const name of this.names.ddl) {
      yield* this.documents('ddl', name, [withoutLastSemicolon(await this.readText(name))]);
    }
    for (const name of this.names.documentation) {
      yield* this.documents('documentation', name, splitDocumentation(await this.readText(name)));
    }
    for (const name of this.names.pairs) {
      for (const pair of await this.readPairs(name)) {
        yield this.pairRecord(name, pair);
      }
    }
  }

  private async readPairs(name: string): Promise<readonly Pair[]> {
    const text = stripBom(await this.files.read(name));
    const all = name.toLowerCase().endsWith('.sql') ? parsePairBlocks(name, text) : parsePairFile(name, text);
    const report = this.reports.find((candidate) => reportedFile(candidate) === name);
    if (!report) {
      return all;
    }
    const { pairs, invalid, unknown } = applyVerdicts(all, report);
    this.invalidPairs += invalid;
    this.unvalidatedPairs += unknown;
    return pairs;
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

  private pairRecord(file: string, pair: Pair): TrainingRecord {
    const question = storable(file, pair.question);
    const sql = storable(file, pair.sql);
    const key = createHash('sha256').update(question.replace(/\s+/g, ' ').toLowerCase()).digest('hex').slice(0, 32);
    return {
      ...vectorRecord('sql', { database: this.database, key }, pairDocument(question, sql)),
      file,
      asked: question,
      pair: { question, sql },
    };
  }

  private async readText(name: string): Promise<string> {
    const text = stripBom(await this.files.read(name)).trim();
    if (text === '') {
      throw new DomainError(trainingLoadErrors.training_file_blank, { file: name });
    }
    return text;
  }
}

async function readReports(files: StepFiles, names: readonly string[]): Promise<ValidationReport[]> {
  const reports: ValidationReport[] = [];
  for (const name of names) {
    reports.push(parseValidationReport(name, await files.read(name)));
  }
  return reports;
}

/** What PostgreSQL takes as text: lone surrogates cannot be UTF-8 and become U+FFFD. */
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
