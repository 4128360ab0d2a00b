import type { ByLanguage, Language } from '#libs/language';
import type { Entity, Field, Link } from '../business/model.js';
import { hashToUnit } from '../offline/random.js';

/** A pair that could be asked. */
export interface Candidate {
  readonly kind: string;
  readonly question: string;
  /** One statement without the closing semicolon. */
  readonly sql: string;
  /** Ids of the entities; the first is the subject of the question. */
  readonly entities: readonly string[];
  /** `entity id` + `.` + column, of the columns in the question. */
  readonly columns: readonly string[];
  /** `entity id` + `:` + constraint name. */
  readonly links: readonly string[];
  /** The data may well give no row. */
  readonly mayBeEmpty: boolean;
  /** True but of little interest: a trend over five rows, gaps in a column that has none. */
  readonly isWeak: boolean;
}

/** One kind of question. A new kind is a new object in `all-kinds.ts`; no other code names a kind. */
export interface Kind {
  /** snake_case; used in reports. */
  readonly name: string;
  /** Every sensible question of this kind about `entity`. */
  propose(entity: Entity, wording: Wording): Iterable<Proposal>;
}

/** A text, or variants of which one is chosen. */
export type Phrase = string | readonly string[];

/** Picks the wording of the task's language. */
export interface Wording {
  readonly language: Language;
  readonly say: (phrases: ByLanguage<Phrase>) => string;
}

export interface Proposal {
  readonly question: string;
  readonly sql: string;
  readonly fields?: readonly (readonly [Entity, ...Field[]])[];
  readonly links?: readonly Link[];
  readonly mayBeEmpty?: boolean;
  readonly isWeak?: boolean;
}

export function wordingOf(language: Language): Wording {
  return { language, say: (phrases) => oneOf(phrases[language]) };
}

/** Always the same one for the same texts, so that pairs stay the same from run to run. */
function oneOf(phrase: Phrase): string {
  if (typeof phrase === 'string') {
    return phrase;
  }
  return phrase[Math.floor(hashToUnit('wording', phrase.join('\n')) * phrase.length)] ?? '';
}

export function candidateOf(kind: Kind, entity: Entity, proposal: Proposal, language: Language): Candidate {
  const fields = proposal.fields ?? [];
  const links = proposal.links ?? [];
  const involved = [entity, ...fields.map(([owner]) => owner), ...links.flatMap(({ from, to }) => [from, to])];
  return {
    kind: kind.name,
    question: WRITTEN[language](proposal.question),
    sql: proposal.sql,
    entities: [...new Set(involved.map(({ id }) => id))],
    columns: fields.flatMap(([owner, ...columns]) => columns.map(({ name }) => `${owner.id}.${name}`)),
    links: links.map(linkId),
    // An empty table never returns rows; that does not exclude its questions.
    mayBeEmpty:
      entity.rowCount !== 0 && (proposal.mayBeEmpty || links.some(({ distinctCount }) => distinctCount === 0)),
    isWeak: proposal.isWeak ?? false,
  };
}

/** How a language writes a question. */
const WRITTEN: ByLanguage<(question: string) => string> = { zh: spaced, en: capitalised };

/** The key of a link in the coverage. */
export function linkId({ from, name }: Link): string {
  return `${from.id}:${name}`;
}

/** A blank between Chinese and Latin words, outside quoted values. */
function spaced(question: string): string {
  return question
    .split(/(“[^”]*”)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/(\p{Script=Han})(?=[A-Za-z])|([A-Za-z])(?=\p{Script=Han})/gu, '$1$2 '),
    )
    .join('');
}

function capitalised(question: string): string {
  return question.charAt(0).toUpperCase() + question.slice(1);
}
