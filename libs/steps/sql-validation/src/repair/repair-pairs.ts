import { relationName, type Catalog } from '#libs/catalog';
import { DomainError, errorMessage, errorText } from '#libs/domain-errors';
import { isBudgetExhausted, type ChatModel } from '#libs/language-model';
import { checkReadOnlyStatement, statementText } from '#libs/sql-safety';
import type { StepLog } from '#libs/steps/step';
import {
  type Attempt,
  isValid,
  type Problem,
  validateStatement,
  type ValidationOptions,
} from '#libs/statement-validation';
import { messages } from '../messages.js';
import type { PairResult, Repair } from '../pair-result.js';
import { runConcurrently } from '../run-concurrently.js';
import { KnownNames } from './known-names.js';
import { REPAIR_PROMPT_VERSION, type BrokenPair } from './prompts.js';
import { repairByModel } from './repair-by-model.js';
import { repairByRule } from './repair-by-rule.js';

export const MAX_REPAIR_ATTEMPTS = 2;
/** One statement may have several slips; each rule mends one. */
const MAX_RULE_STEPS = 4;
const PAIRS_A_REQUEST = 5;

export interface RepairOptions extends ValidationOptions {
  readonly chatModel: ChatModel | null;
  readonly catalog: Catalog;
  readonly concurrency: number;
  readonly log: StepLog;
  readonly component: string;
}

/** Tries to repair invalid pairs: first by rule, which is free, then by the model. Each try is validated again. */
export async function repairPairs(results: readonly PairResult[], options: RepairOptions): Promise<PairResult[]> {
  const names = new KnownNames(options.catalog);
  let current = await runConcurrently(results, options.concurrency, (result) =>
    isValid(result.final) ? Promise.resolve(result) : repairOneByRule(result, names, options),
  );
  for (let attempt = 1; options.chatModel && attempt <= MAX_REPAIR_ATTEMPTS; attempt += 1) {
    const broken = current.filter(({ final }) => final.status === 'invalid');
    const { repaired, isStopped } = await repairAllByModel(broken, names, options.chatModel, options);
    current = current.map((result) => repaired.get(result.index) ?? result);
    if (isStopped) {
      break;
    }
  }
  return current;
}

async function repairOneByRule(result: PairResult, names: KnownNames, options: RepairOptions): Promise<PairResult> {
  let { sql, verdict } = await readable(result.pair.sql, result.final, options);
  for (let step = 0; step < MAX_RULE_STEPS && verdict.status === 'invalid' && verdict.problem; step += 1) {
    const mended = await repairByRule(sql, verdict.problem, names);
    if (mended === null) {
      break;
    }
    sql = mended;
    verdict = await validateStatement(sql, options);
  }
  return sql === result.pair.sql ? result : withRepair(result, 'rule', sql, verdict);
}

/** The statement without a fence, a label and full-width punctuation, where that makes it valid or mendable. */
async function readable(
  sql: string,
  verdict: Attempt,
  options: ValidationOptions,
): Promise<{ sql: string; verdict: Attempt }> {
  const text = statementText(sql);
  if (isValid(verdict) || verdict.status !== 'invalid' || text === sql.trim() || text === '') {
    return { sql, verdict };
  }
  const again = await validateStatement(text, options);
  const isParsable = isValid(again) || again.problem?.sqlstate !== null;
  return isParsable ? { sql: text, verdict: again } : { sql, verdict };
}

function withRepair(result: PairResult, by: Repair['by'], sql: string, attempt: Attempt): PairResult {
  return isValid(attempt)
    ? { ...result, final: attempt, repair: { by, sql, error: null, refused: null } }
    : { ...result, repair: { by, sql: null, error: reasonOf(attempt), refused: { sql, problem: attempt.problem } } };
}

function reasonOf({ problem, status }: Attempt): string {
  return problem?.message ?? status;
}

async function repairAllByModel(
  broken: readonly PairResult[],
  names: KnownNames,
  chatModel: ChatModel,
  options: RepairOptions,
): Promise<{ repaired: ReadonlyMap<number, PairResult>; isStopped: boolean }> {
  const repaired = new Map<number, PairResult>();
  for (let start = 0; start < broken.length; start += PAIRS_A_REQUEST) {
    const batch = broken.slice(start, start + PAIRS_A_REQUEST);
    const answers = await askModel(batch, names, chatModel, options);
    if (isBudgetExhausted(answers.error)) {
      options.log.warn(options.component, messages.repair_stopped({ left: broken.length - start }));
      return { repaired, isStopped: true };
    }
    const failure = answers.error && errorText(answers.error, options.language);
    for (const result of batch) {
      const answer = answers.statements.get(String(result.index + 1));
      if (answer === undefined) {
        repaired.set(result.index, withoutAnswer(result, failure ?? 'no answer'));
      } else {
        const { sql, verdict } = await readable(answer, await validateStatement(answer, options), options);
        repaired.set(result.index, withRepair(result, 'model', sql, verdict));
      }
    }
  }
  return { repaired, isStopped: false };
}

function withoutAnswer(result: PairResult, error: string): PairResult {
  return { ...result, repair: { by: 'model', sql: null, error, refused: result.repair?.refused ?? null } };
}

/** A model that fails leaves its batch as it was: the validation of the others is not lost for it. */
async function askModel(
  batch: readonly PairResult[],
  names: KnownNames,
  chatModel: ChatModel,
  { language, signal, log, component }: RepairOptions,
): Promise<{ statements: ReadonlyMap<string, string>; error: DomainError | null }> {
  const items = await Promise.all(batch.map((result) => brokenPair(result, names)));
  try {
    const statements = await repairByModel(chatModel, items, language, signal);
    log.debug(
      component,
      messages.repaired({
        count: statements.size,
        sent: items.length,
        model: chatModel.name,
        version: REPAIR_PROMPT_VERSION,
      }),
    );
    return { statements, error: null };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DomainError)) {
      throw error;
    }
    log.warn(component, messages.repair_failed({ model: chatModel.name, reason: errorMessage(error) }));
    return { statements: new Map(), error };
  }
}

async function brokenPair({ index, pair, first, repair }: PairResult, names: KnownNames): Promise<BrokenPair> {
  const check = await checkReadOnlyStatement(pair.sql);
  const named = check.ok ? check.tables : [];
  const relations = check.ok ? names.relationsNamed(named) : names.relationsMentioned(pair.sql);
  const unknown = named.filter(({ name }) => !relations.some((relation) => relation.name === name));
  const near = [...new Set(unknown.flatMap(({ name }) => names.nearRelations(name)))];
  const problem: Problem = first.problem ?? { sqlstate: null, message: '', position: null, hint: null };
  return {
    id: String(index + 1),
    pair,
    problem,
    refused: repair?.refused ?? null,
    relations: [...new Set([...relations, ...near])],
    nearNames: near.map(relationName),
  };
}
