import { candidateOf, type Candidate, type Intent } from '#libs/intents';
import { LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import type { ModelIndex } from '#libs/semantic-model';
import { compareReadings, measureText, readStatement, type Reading, type Slot } from '#libs/sql-reading';
import type { KnownRelations } from '#libs/sql-safety';
import { canonical } from './canonical.js';
import { intentsOf } from './intents-of.js';
import { kindOf } from './kind-of.js';
import { Unsaid } from './unsaid.js';

export interface DescribeOptions {
  readonly index: ModelIndex;
  readonly known: KnownRelations;
  /** Of the task: a statement without a question in it is not described. */
  readonly language: Language;
}

export interface Described {
  /** In the language of the task. Its statement is written anew from the intent, with values of the profile. */
  readonly candidate: Candidate;
  /** One wording in each language that has words for it. */
  readonly questions: Partial<ByLanguage<string>>;
}

export interface NotDescribed {
  /** The parts that no question can be made of. */
  readonly slots: readonly (Slot | 'wording')[];
}

/**
 * The questions that a statement answers, by the canonical reading of its parse tree: one for each set of values that is
 * tried. The statement that is given with each is ours; its reading agrees with that of the statement in every slot but
 * the values. So no text of the statement leaves.
 * @param sql a query that only reads; it may have parameters
 */
export async function describeStatement(
  sql: string,
  { index, known, language }: DescribeOptions,
): Promise<readonly Described[] | NotDescribed> {
  const reading = await readStatement(sql, known);
  if (reading === null) {
    return { slots: ['set'] };
  }
  let intents: Intent[];
  try {
    intents = intentsOf(reading, index);
  } catch (error) {
    if (error instanceof Unsaid) {
      return { slots: [error.slot] };
    }
    throw error;
  }
  const asked = ofOneFigure(canonical(reading, index));
  const described = new Map<string, Described>();
  let differing: (Slot | 'wording')[] = [];
  for (const intent of intents) {
    const candidate = inWords(intent, language);
    if (candidate === null) {
      differing = differing.length === 0 ? ['wording'] : differing;
      continue;
    }
    const own = await readStatement(candidate.sql, known);
    const differences = own === null ? [] : compareReadings(asked, ofOneFigure(canonical(own, index))).filter(isMeant);
    if (own === null || differences.length > 0) {
      const slots = [...new Set(differences.map(({ slot }) => slot))];
      differing = differing.length === 0 || slots.length < differing.length ? slots : differing;
      continue;
    }
    const questions = questionsOf(intent, language, candidate);
    described.set(candidate.sql, { candidate, questions });
  }
  return described.size > 0 ? [...described.values()] : { slots: differing };
}

/** Of ranked groups, the figure that decides the places. */
function ofOneFigure(reading: Reading): Reading {
  const [order = ''] = reading.order;
  const own = reading.measures.filter((measure) => order.startsWith(`${measureText(measure)} `));
  return reading.limits.length > 0 && own.length > 0 ? { ...reading, measures: own } : reading;
}

/** A test for NULL of ours keeps groups and figures apart that have no value. */
function isMeant({ slot, expected, found }: { slot: Slot; expected: string; found: string }): boolean {
  return !(slot === 'condition' && expected === '' && /is not null$/.test(found));
}

/** Null where the intent has no statement, or no words. */
function inWords(intent: Intent, language: Language): Candidate | null {
  try {
    return candidateOf({ name: kindOf(intent), isAsked: true }, intent, language);
  } catch {
    // Figures that would count rows twice, a row without a key.
    return null;
  }
}

function questionsOf(intent: Intent, language: Language, own: Candidate): Partial<ByLanguage<string>> {
  const texts = LANGUAGES.map((one) => {
    const [question] = (one === language ? own : inWords(intent, one))?.questions ?? [];
    return [one, question] as const;
  });
  return Object.fromEntries(texts.filter(([, question]) => question !== undefined));
}
