import type { MorePairs } from '#libs/pipeline';
import {
  isGeneratedPairFile,
  LEARNT_QUERIES_FILE,
  learntQueriesFile,
  readPairs,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  type QuestionSqlPair,
} from '#libs/step-files';
import type { StepFiles } from '#libs/steps/step';
import type { Candidate } from '../choice/candidate.js';
import { PairChooser, type ChooserPorts } from '../choice/pair-chooser.js';
import { describePairs } from '../describe-pairs.js';
import type { GeneratedPair } from '../pair.js';
import type { ProposalReader } from '../model/proposal-reader.js';
import type { Business } from '../read-business.js';

/** What must not become a pair, because it measures readers. */
export interface HeldOut {
  readonly questions: readonly string[];
  /** Of forms of real SQL. */
  readonly learnt: readonly GeneratedPair[];
}

interface Wishes extends MorePairs {
  /** The records that are there, in their order. */
  readonly present: readonly QuestionSqlPair[];
  readonly heldOut: HeldOut;
}

/**
 * Pairs of our own about the wished tables and of the wished kinds, chosen by what they add to those that are there.
 * @returns records to append; none where the tables give no more
 */
export async function morePairs(
  { tables, kinds, count, present, heldOut }: Wishes,
  business: Business,
  { ports, reader }: { readonly ports: ChooserPorts; readonly reader: ProposalReader },
): Promise<QuestionSqlPair[]> {
  const wanted = new Set(kinds);
  const isWished = ({ kind }: Candidate) => wanted.size === 0 || wanted.has(kind);
  const chooser = new PairChooser(business.model, {
    ...ports,
    propose: (entity) => only(ports.propose(entity), isWished),
  });
  await chooser.keep(await reader.candidates(present));
  for (const candidate of await reader.candidates(heldOut.learnt)) {
    await chooser.holdBack(candidate, []);
  }
  chooser.avoid([...heldOut.questions, ...present.map(({ question }) => question)]);
  const about = tables.length > 0 ? tables : business.model.entities.map(({ id }) => id);
  return describePairs(await chooser.pairsFor(about, count), business.catalog);
}

function* only(candidates: Iterable<Candidate>, isWished: (candidate: Candidate) => boolean): Iterable<Candidate> {
  for (const candidate of candidates) {
    if (isWished(candidate)) {
      yield candidate;
    }
  }
}

/** The generated pairs of a task; null where there is no file of them. */
export async function presentPairs(files: StepFiles): Promise<QuestionSqlPair[] | null> {
  const names = (await files.list()).filter(isGeneratedPairFile);
  const pairs: QuestionSqlPair[] = [];
  for (const name of names) {
    for await (const pair of readPairs(name, files.readStream(name))) {
      pairs.push(pair);
    }
  }
  return names.length === 0 ? null : pairs;
}

/** The questions that are held out for measuring: of our own, other wordings of pairs, and forms of real SQL. */
export async function heldOutQuestions(files: StepFiles): Promise<HeldOut> {
  const names = await files.list();
  const read = async (name: string): Promise<string> => (names.includes(name) ? files.read(name) : '');
  const own = selfCheckQuestionsFile.parse(await read(SELF_CHECK_QUESTIONS_FILE))?.questions ?? [];
  const learnt = learntQueriesFile.parse(await read(LEARNT_QUERIES_FILE))?.questions ?? [];
  return {
    questions: [...own, ...learnt].map(({ question }) => question),
    learnt: learnt
      .filter(({ pair }) => pair === null)
      .map(({ question, sql }) => ({ question, sql, kind: '', source: 'log' })),
  };
}
