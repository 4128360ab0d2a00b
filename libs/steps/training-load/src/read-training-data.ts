import { createHash } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import type { StepFiles } from '#libs/steps/step';
import { vectorRecord, type Collection, type VectorRecord } from '#libs/vector-store';
import { trainingLoadErrors } from './errors.js';
import { pairDocument } from './pair-document.js';
import { parsePairFile, type Pair } from './pair-file.js';
import { splitDocumentation } from './split-documentation.js';
import { trainingFiles } from './training-files.js';
import { applyVerdicts, parseValidationReport, reportedFile, type ValidationReport } from './validation-verdicts.js';

/** A record, and what a person would ask to find it. */
export interface TrainingRecord extends VectorRecord {
  /** The pair's question, or the table's name of a DDL. */
  readonly asked: string | null;
}

export interface TrainingData {
  /** Each id once. */
  readonly records: readonly TrainingRecord[];
  /** Pairs that were left out because the validation found them invalid. */
  readonly invalidPairs: number;
  /** Loaded pairs that the validation report does not know. */
  readonly unvalidatedPairs: number;
  /** Pairs that say the same as another one. */
  readonly duplicates: number;
}

/**
 * Turns the files of a task into records. The source of a record is its file, or for a pair its question, within the
 * database: that is what a later version replaces.
 * @throws DomainError for the first file or pair that cannot become a record
 */
export async function readTrainingData(files: StepFiles, database: string): Promise<TrainingData> {
  const names = trainingFiles(await files.list());
  const reports = await readReports(files, names.validationReports);
  const records: TrainingRecord[] = [];
  for (const name of names.ddl) {
    records.push(...documents('ddl', database, name, [withoutLastSemicolon(await readText(files, name))]));
  }
  for (const name of names.documentation) {
    records.push(...documents('documentation', database, name, splitDocumentation(await readText(files, name))));
  }
  let invalidPairs = 0;
  let unvalidatedPairs = 0;
  for (const name of names.pairs) {
    const all = parsePairFile(name, stripBom(await files.read(name)));
    const report = reports.find((candidate) => reportedFile(candidate) === name);
    const { pairs, invalid, unknown } = report ? applyVerdicts(all, report) : { pairs: all, invalid: 0, unknown: 0 };
    invalidPairs += invalid;
    unvalidatedPairs += unknown;
    records.push(...pairs.map((pair) => pairRecord(database, name, pair)));
  }
  const unique = [...new Map(records.map((record) => [record.id, record])).values()];
  return { records: unique, invalidPairs, unvalidatedPairs, duplicates: records.length - unique.length };
}

async function readReports(files: StepFiles, names: readonly string[]): Promise<ValidationReport[]> {
  const reports: ValidationReport[] = [];
  for (const name of names) {
    reports.push(parseValidationReport(name, await files.read(name)));
  }
  return reports;
}

function documents(collection: Collection, database: string, file: string, texts: readonly string[]): TrainingRecord[] {
  const table = file.replace(/\.[^.]*$/, '');
  return texts.map((text) => ({
    ...vectorRecord(collection, { database, key: file }, storable(file, text)),
    asked: collection === 'ddl' ? table : null,
  }));
}

function pairRecord(database: string, file: string, pair: Pair): TrainingRecord {
  const question = storable(file, pair.question);
  const key = createHash('sha256').update(question.replace(/\s+/g, ' ').toLowerCase()).digest('hex').slice(0, 32);
  return {
    ...vectorRecord('sql', { database, key }, pairDocument(question, storable(file, pair.sql))),
    asked: question,
  };
}

async function readText(files: StepFiles, name: string): Promise<string> {
  const text = stripBom(await files.read(name)).trim();
  if (text === '') {
    throw new DomainError(trainingLoadErrors.training_file_blank, { file: name });
  }
  return text;
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
