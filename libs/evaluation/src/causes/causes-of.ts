import { createHash } from 'node:crypto';
import { ARMS_BY_WIDTH, isEmbedderArm, type Arm } from '../types/arm.js';
import type { PlacedQuestion } from '../types/question.js';
import type { AnswerResult, ArmResult, Cause, CauseCode, Remedy } from '../types/result.js';
import { countedAnswer } from '../judge/counted-answer.js';
import { unknownWords } from './question-words.js';

export interface JudgedQuestion {
  readonly question: Pick<PlacedQuestion, 'question' | 'goldSql' | 'unanswerable'>;
  readonly retrieval: Readonly<Partial<Record<Arm, ArmResult>>>;
  readonly answers: Readonly<Partial<Record<Arm, AnswerResult>>> | null;
}

/** Synonyms that are proposed for one name. */
const MOST_SYNONYMS = 2;

/**
 * Why the question fails, the part that is needed first before the others; empty where it does not. Without a model it
 * fails if its context lacks a table, a column, a join or a value. With one, a wrong answer counts, whatever the context
 * lacks.
 */
export function causesOf({ question, retrieval, answers }: JudgedQuestion): Cause[] {
  const arm = ARMS_BY_WIDTH.find((one) => retrieval[one] !== undefined || answers?.[one] !== undefined);
  if (arm === undefined) {
    return [];
  }
  const [result, answer] = [retrieval[arm], countedAnswer(answers, arm)];
  const lacks = result === undefined ? [] : lacking(question, result);
  const fails = answer === undefined ? lacks.length > 0 : !answer.right;
  if (!fails) {
    return [];
  }
  const withPairs = arm === 'pairs' || arm === 'context' || isEmbedderArm(arm);
  const skeleton =
    withPairs && result !== undefined && !result.skeleton.any
      ? [cause('no_pair_with_skeleton', [], addPair(question))]
      : [];
  const model = lacks.length === 0 && answer !== undefined ? [cause('model_wrong', answer.reasons, [])] : [];
  return [...lacks, ...skeleton, ...model];
}

function lacking(question: JudgedQuestion['question'], result: ArmResult): Cause[] {
  const { tables, columns, joins, values } = result;
  const ofFound = columns.missing.filter((column) => !tables.missing.some((table) => column.startsWith(`${table}.`)));
  const pair = addPair(question);
  const synonymsOf = (names: readonly string[], remedy: (name: string, synonym: string) => Remedy): Remedy[] =>
    names.flatMap((name) =>
      unknownWords(question.question, [name])
        .slice(0, MOST_SYNONYMS)
        .map((synonym) => remedy(name, synonym)),
    );
  const found: readonly (readonly [CauseCode, readonly string[], readonly Remedy[]])[] = [
    ['table_not_retrieved', tables.missing, [...synonymsOf(tables.missing, tableSynonym), ...pair]],
    ['column_not_retrieved', ofFound, [...synonymsOf(ofFound, columnSynonym), ...pair]],
    ['join_not_stated', joins.missing, [...joins.missing.flatMap(addJoin), ...pair]],
    ['value_unknown', values.missing, pair],
  ];
  return found.filter(([, what]) => what.length > 0).map(([code, what, remedies]) => cause(code, what, remedies));
}

function tableSynonym(table: string, synonym: string): Remedy {
  return { kind: 'add_synonym', table, column: null, synonym };
}

function columnSynonym(name: string, synonym: string): Remedy {
  const dot = name.lastIndexOf('.');
  return { kind: 'add_synonym', table: name.slice(0, dot), column: name.slice(dot + 1), synonym };
}

function addJoin(condition: string): Remedy[] {
  const [from, to] = condition.split(' = ');
  return from === undefined || to === undefined ? [] : [{ kind: 'add_join', from, to }];
}

function addPair({ question, goldSql, unanswerable }: JudgedQuestion['question']): Remedy[] {
  const [sql] = goldSql;
  return sql === undefined || unanswerable ? [] : [{ kind: 'add_pair', question, sql }];
}

function cause(code: CauseCode, what: readonly string[], remedies: readonly Remedy[]): Cause {
  return { code, what, remedies: remedies.map((remedy) => ({ id: remedyId(remedy), ...remedy })) };
}

/** The same remedy has the same id wherever it is proposed. */
export function remedyId(remedy: Remedy): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(remedy).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
  return `remedy_${digest.slice(0, 16)}`;
}
