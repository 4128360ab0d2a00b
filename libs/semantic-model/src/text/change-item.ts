import { createHash } from 'node:crypto';
import type { Language } from '#libs/language';
import { evidenceText, followsText, saysPerson } from '../file/evidence-text.js';
import { ENTITY_STATEMENTS } from '../file/entity-statements.js';
import { FIELD_STATEMENTS } from '../file/field-statements.js';
import { METRIC_STATEMENTS } from '../file/metric-statements.js';
import { digestOf } from '../file/model-base.js';
import { nearest, type FileItem } from '../file/model-file.js';
import { RELATIONSHIP_STATEMENTS } from '../file/relationship-statements.js';
import { PERSON, type Plain } from '../file/statement.js';

export const MODEL_PARTS = ['table', 'column', 'relationship', 'metric'] as const;
/** A kind of item that the file makes statements about. */
export type ModelPart = (typeof MODEL_PARTS)[number];

interface Known {
  readonly key: string;
  readonly choices: readonly string[];
  readonly columnsIn: (value: Plain) => readonly string[];
  readonly accepts: (value: Plain) => boolean;
}

const STANDING_OF_METRIC: Known = {
  key: 'standing',
  choices: ['fact', 'rejected'],
  columnsIn: () => [],
  accepts: (value) => value === 'fact' || value === 'rejected',
};

const STATEMENTS: Readonly<Record<ModelPart, readonly Known[]>> = {
  table: known(ENTITY_STATEMENTS),
  column: known(FIELD_STATEMENTS),
  relationship: known(RELATIONSHIP_STATEMENTS),
  metric: [...known(METRIC_STATEMENTS), STANDING_OF_METRIC],
};

/** Keys of the statements about items of a kind, in the order of the file. */
export function statementKeys(part: ModelPart): string[] {
  return STATEMENTS[part].map(({ key }) => key);
}

/** A wrong statement, with the nearest right name; empty where none is near. */
export type StatementProblem =
  | { readonly kind: 'unknown_key'; readonly key: string; readonly nearest: string }
  | { readonly kind: 'unknown_column'; readonly key: string; readonly name: string; readonly nearest: string }
  | { readonly kind: 'wrong_value'; readonly key: string; readonly choices: readonly string[] };

/** @param columns of the table of the item; null where a statement names none */
export function statementProblem(
  part: ModelPart,
  key: string,
  value: Plain,
  columns: ReadonlySet<string>,
): StatementProblem | null {
  const found = STATEMENTS[part].find((statement) => statement.key === key);
  if (found === undefined) {
    return { kind: 'unknown_key', key, nearest: nearest(key, statementKeys(part)) ?? '' };
  }
  if (!found.accepts(value)) {
    return { kind: 'wrong_value', key, choices: found.choices };
  }
  const name = found.columnsIn(value).find((column) => !columns.has(column));
  return name === undefined ? null : { kind: 'unknown_column', key, name, nearest: nearest(name, columns) ?? '' };
}

/** One statement as the file has it; absent parts are absent there. */
export interface StatementState {
  readonly value?: Plain;
  /** Of the statement, or of the whole join or metric. */
  readonly evidence?: Plain;
}

type Raw = Readonly<Record<string, Plain | undefined>>;

/** Joins and metrics have one evidence for everything that is said about them. */
export function hasOneEvidence(part: ModelPart): boolean {
  return part === 'relationship' || part === 'metric';
}

export function stateOf(part: ModelPart, item: FileItem, key: string): StatementState {
  const raw = rawOf(item);
  const evidence = hasOneEvidence(part) ? raw['evidence'] : recordOf(raw['evidence'])[key];
  return { ...(raw[key] === undefined ? {} : { value: raw[key] }), ...(evidence === undefined ? {} : { evidence }) };
}

/** The item with these statements in the place of its own. */
export function withStates(
  part: ModelPart,
  item: FileItem,
  states: Readonly<Record<string, StatementState>>,
): Readonly<Record<string, Plain | undefined>> {
  const raw: Record<string, Plain | undefined> = { ...rawOf(item) };
  const evidence: Record<string, Plain | undefined> = { ...recordOf(raw['evidence']) };
  let whole = raw['evidence'];
  for (const [key, state] of Object.entries(states)) {
    raw[key] = state.value;
    evidence[key] = state.evidence;
    whole = state.evidence;
  }
  if (hasOneEvidence(part)) {
    raw['evidence'] = whole;
  } else {
    const left = Object.entries(evidence).filter(([, text]) => text !== undefined);
    raw['evidence'] = left.length === 0 ? undefined : Object.fromEntries(left);
  }
  return raw;
}

/** The statement of a person: null takes back what the database says. */
export function personState(part: ModelPart, item: FileItem, value: Plain, language: Language): StatementState {
  const person = evidenceText(PERSON, language);
  const before = rawOf(item)['evidence'];
  const others = part === 'relationship' ? textsIn(before).filter((text) => !item.byPerson || text !== person) : [];
  return { value, evidence: others.length === 0 ? person : [person, ...others] };
}

/** The next run derives the statement; until then the file has the last value. */
export function followingState(value: Plain | undefined, language: Language): StatementState {
  return { ...(value === undefined ? {} : { value }), evidence: followsText(language) };
}

export function isByPerson(part: ModelPart, item: FileItem, key: string): boolean {
  return hasOneEvidence(part) ? item.byPerson : item.people.has(key);
}

/** Changes with everything that the file says about the item; columns of a table have digests of their own. */
export function itemDigest(item: FileItem): string {
  const { fields: _, ...raw } = rawOf(item);
  return createHash('sha256')
    .update(digestOf([raw]))
    .digest('base64url')
    .slice(0, 12);
}

export function isPersonText(text: string): boolean {
  return saysPerson(text);
}

export function samePlain(a: Plain | undefined, b: Plain | undefined): boolean {
  return a === undefined || b === undefined ? a === b : digestOf(a) === digestOf(b);
}

function rawOf({ raw }: FileItem): Raw {
  return recordOf(raw);
}

function recordOf(value: Plain | undefined): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function textsIn(evidence: Plain | undefined): string[] {
  const texts = Array.isArray(evidence) ? (evidence as readonly Plain[]) : [evidence];
  return texts.filter((text) => typeof text === 'string');
}

function known<T>(
  statements: readonly {
    readonly key: string;
    readonly choices: readonly string[];
    readonly columnsIn: (value: Plain) => readonly string[];
    readonly read: (value: Plain) => ((target: T) => T) | null;
  }[],
): Known[] {
  return statements.map(({ key, choices, columnsIn, read }) => ({
    ...{ key, choices, columnsIn },
    accepts: (value) => read(value) !== null,
  }));
}
