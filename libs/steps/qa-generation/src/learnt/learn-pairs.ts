import { setImmediate } from 'node:timers/promises';
import { skeletonOf } from '#libs/intents';
import { LANGUAGES, type Language } from '#libs/language';
import type { LearnSource } from '#libs/pipeline';
import type { Gathered, GatheredStatement } from '#libs/query-log';
import { ModelIndex } from '#libs/semantic-model';
import { redactText } from '#libs/sensitivity';
import { describeStatement, type Described, type DescribeOptions, type NotDescribed } from '#libs/sql-intents';
import { KnownRelations } from '#libs/sql-safety';
import type { StepContext } from '#libs/steps/step';
import { normalisedQuestion, pairId, type LearntQueries, type PairSource } from '#libs/step-files';
import type { ChooserPorts, PairChooser } from '../choice/pair-chooser.js';
import type { TrialOutcome } from '../choice/trials.js';
import { closed, type GeneratedPair } from '../pair.js';
import type { Business } from '../read-business.js';

/** Of so many forms that give a question, one is kept back for evaluations. */
const HELD_OUT_EVERY = 5;
/** Fewer are all needed as examples. */
const LEAST_TO_HOLD_OUT = 10;
const MOST_NOT_LEARNT = 1_000;

const PAIR_SOURCE: Readonly<Record<LearnSource, PairSource>> = {
  statistics: 'log',
  log_files: 'log',
  views: 'view',
  sql_files: 'sql_file',
};

type NotLearnt = LearntQueries['not_learnt'][number];

export interface LearntPairs {
  readonly pairs: readonly GeneratedPair[];
  readonly questions: LearntQueries['questions'];
  readonly heldOut: number;
  readonly notLearnt: readonly NotLearnt[];
}

export interface LearnOptions {
  readonly business: Business;
  readonly language: Language;
  readonly ports: ChooserPorts;
  readonly chooser: PairChooser;
  /** At most so many. */
  readonly count: number;
  readonly context: Pick<StepContext, 'signal'>;
}

/**
 * Pairs of the forms that ran most often. What becomes a pair is a statement of ours with values of the profile, that reads
 * as the form and was tried: no text of a log is executed, and none is in the result.
 */
export async function learnPairs(
  { statements }: Gathered,
  { business, language, ports, chooser, count, context }: LearnOptions,
): Promise<LearntPairs> {
  const options = {
    index: new ModelIndex(business.model),
    known: new KnownRelations(business.catalog.relations),
    language,
  };
  const pairs: GeneratedPair[] = [];
  const questions: LearntQueries['questions'] = [];
  const notLearnt: NotLearnt[] = [];
  const holdsOut = statements.length >= LEAST_TO_HOLD_OUT;
  let described = 0;
  let heldOut = 0;
  for (const form of statements) {
    await setImmediate();
    context.signal.throwIfAborted();
    const found = await describeForm(form, options);
    if ('slots' in found) {
      notLearnt.push(unlearnt(form, found.slots));
      continue;
    }
    if (pairs.length >= count) {
      notLearnt.push(unlearnt(form, ['enough']));
      continue;
    }
    const best = await firstThatTells(found, ports);
    if (typeof best === 'string') {
      notLearnt.push(unlearnt(form, [best]));
      continue;
    }
    described += 1;
    const [question = ''] = best.candidate.questions;
    const candidate = { ...best.candidate, question, whole: best.candidate };
    if (holdsOut && described % HELD_OUT_EVERY === 0) {
      const wordings = questionsOf(form, best, null);
      if (
        await chooser.holdBack(
          candidate,
          wordings.map((wording) => wording.question),
        )
      ) {
        heldOut += 1;
        questions.push(...wordings);
      } else {
        notLearnt.push(unlearnt(form, ['repeats']));
      }
      continue;
    }
    const pair = await chooser.take(candidate, PAIR_SOURCE[form.from]);
    if (pair === null) {
      notLearnt.push(unlearnt(form, ['repeats']));
      continue;
    }
    pairs.push({
      ...pair,
      learnt: { from: form.from, calls: form.calls, hint: hintOf(form), questions: best.questions },
    });
    questions.push(...questionsOf(form, best, pair.question));
  }
  return { pairs, questions: apart(questions, pairs), heldOut, notLearnt };
}

/** The values of a call show which period, pattern or limit is asked for. One without a name is any of its kind. */
async function describeForm(
  { sql, valued }: GatheredStatement,
  options: DescribeOptions,
): Promise<readonly Described[] | NotDescribed> {
  const found = valued === null ? null : await describeStatement(valued, options);
  return found === null || 'slots' in found ? describeStatement(sql, options) : found;
}

/** What the file has of the forms without a pair. */
export function listed(notLearnt: readonly NotLearnt[]): Pick<LearntQueries, 'not_learnt' | 'not_learnt_total'> {
  return { not_learnt: notLearnt.slice(0, MOST_NOT_LEARNT), not_learnt_total: notLearnt.length };
}

const ACCEPTED: ReadonlySet<TrialOutcome> = new Set(['tells', 'tells_weakly', 'unproven']);

/** The values with which the statement has rows and each condition bites; then those with which it does so weakly. */
async function firstThatTells(
  found: readonly Described[],
  { tryOut }: ChooserPorts,
): Promise<Described | 'no_rows' | 'no_effect'> {
  let reason: 'no_rows' | 'no_effect' = 'no_rows';
  let weak: Described | null = null;
  for (const one of found) {
    const { candidate } = one;
    const [question = ''] = candidate.questions;
    const outcome = await tryOut({ ...candidate, question });
    if (outcome === 'tells') {
      return one;
    }
    weak ??= ACCEPTED.has(outcome) ? one : null;
    reason = outcome === 'vacuous' ? 'no_effect' : reason;
  }
  return weak ?? reason;
}

/** The wordings in other languages, and the second wording in the language of the pair; all of a form that is kept back. */
function questionsOf(
  { calls, tables }: GatheredStatement,
  { candidate, questions }: Described,
  pairQuestion: string | null,
): LearntQueries['questions'] {
  const pair = pairQuestion === null ? null : pairId(pairQuestion);
  const sql = closed(candidate.sql);
  const about = { sql, tables: [...tables], calls, pair };
  return LANGUAGES.flatMap((language) => {
    const question = questions[language];
    return question === undefined || question === pairQuestion ? [] : [{ question, language, ...about }];
  });
}

/** None of them stands among the pairs. */
function apart(questions: LearntQueries['questions'], pairs: readonly GeneratedPair[]): LearntQueries['questions'] {
  const known = new Set(pairs.map(({ question }) => normalisedQuestion(question)));
  return questions.filter(({ question }) => {
    const key = normalisedQuestion(question);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function unlearnt(form: GatheredStatement, slots: readonly string[]): NotLearnt {
  return {
    from: form.from,
    skeleton: skeletonOf(form.sql),
    tables: [...form.tables],
    columns: [...form.columns],
    joins: [...form.joins],
    calls: form.calls,
    slots: [...slots],
    hint: hintOf(form),
  };
}

/** Somebody wrote it: what identifies people or opens doors is taken out of it. */
function hintOf({ hint }: GatheredStatement): string | null {
  return hint === null ? null : redactText(hint);
}
