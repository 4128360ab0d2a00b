import { bestRead, inOtherValues, rewordingsOf } from '#libs/intents';
import type { Language } from '#libs/language';
import {
  isNearlyTheSame,
  normalisedQuestion,
  pairId,
  spread,
  type SelfCheckQuestion,
  type SelfCheckQuestions,
} from '#libs/step-files';
import type { Candidate } from '../choice/candidate.js';

export interface SelfCheckSource {
  /** All pairs of the task: no question of the check is one of theirs. */
  readonly pairs: readonly { readonly question: string }[];
  /** Candidates that became pairs. */
  readonly taken: readonly Candidate[];
  /** Candidates that did not. */
  readonly heldOut: readonly Candidate[];
  readonly language: Language;
  /** Questions that no table answers; those that a pair asks are left out. */
  readonly unanswerable?: SelfCheckQuestions['unanswerable'];
}

/** Questions for the self-check of the load: at most one in other words and one in each other language for a pair. */
export function selfCheckQuestions({ pairs, taken, heldOut, language, ...more }: SelfCheckSource): SelfCheckQuestions {
  const known = new Set(pairs.map(({ question }) => normalisedQuestion(question)));
  const questions: SelfCheckQuestion[] = [];
  const isNew = (question: string, own: string): boolean =>
    !known.has(normalisedQuestion(question)) && !isNearlyTheSame(question, own);
  const add = (question: string | undefined, about: Omit<SelfCheckQuestion, 'question'>): void => {
    if (question !== undefined) {
      known.add(normalisedQuestion(question));
      questions.push({ question, ...about });
    }
  };
  const inPairs = new Set(known);
  const asked = taken.filter(({ question }) => inPairs.has(normalisedQuestion(question)));
  for (const [turn, { question, whole, entities: tables }] of asked.entries()) {
    if (whole === undefined) {
      continue;
    }
    const about = { tables: [...tables], pair: pairId(question) };
    const { paraphrases, translations } = rewordingsOf(whole, language);
    add(
      inTurn(paraphrases, turn, (text) => isNew(text, question)),
      { kind: 'paraphrase', language, ...about },
    );
    for (const [other, texts] of Map.groupBy(translations, (translation) => translation.language)) {
      const wordings = texts.map((text) => text.question);
      add(
        inTurn(wordings, turn, (text) => isNew(text, question)),
        { kind: 'other_language', language: other, ...about },
      );
    }
  }
  const forms = new Set(taken.map(formOf));
  const statements = new Set(taken.map(({ sql }) => sql));
  const others = asked.flatMap((candidate) => oneOfOtherValues(candidate, statements, language) ?? []);
  for (const candidate of [...heldOut, ...spread(others, Math.ceil(heldOut.length / 2))]) {
    const { question, sql, entities: tables } = candidate;
    if (isNew(question, '') && pairs.every((pair) => !isNearlyTheSame(question, pair.question))) {
      add(question, {
        kind: 'held_out',
        language,
        tables: [...tables],
        pair: null,
        sql,
        other_values: forms.has(formOf(candidate)),
      });
    }
  }
  const unanswerable = (more.unanswerable ?? []).filter(({ question }) => isNew(question, ''));
  return { questions, unanswerable, pairs_without_intent: pairs.length - asked.length };
}

/** One of the fitting texts, in turn, so that all forms of wording occur. */
function inTurn(texts: readonly string[], turn: number, fits: (text: string) => boolean): string | undefined {
  const fitting = texts.filter(fits);
  return fitting[turn % Math.max(fitting.length, 1)];
}

/** The question with another value, in the wording that reads best; null where there is none that is no pair already. */
function oneOfOtherValues({ whole }: Candidate, statements: ReadonlySet<string>, language: Language): Candidate | null {
  for (const other of whole === undefined ? [] : inOtherValues(whole, language)) {
    const question = bestRead(other.questions, other.intent, language)[0];
    if (question !== undefined && !statements.has(other.sql)) {
      return { ...other, question };
    }
  }
  return null;
}

/** Candidates of one form differ in their values only. */
function formOf({ skeleton, columns }: Candidate): string {
  return `${skeleton}\n${columns.toSorted().join(' ')}`;
}

/** Questions to hold out: one for four pairs, 20 to 100. */
export function heldOutCount(pairs: number): number {
  return Math.min(Math.max(Math.ceil(pairs / 4), 20), 100);
}
