import type { BusinessDatabase, StatementRunner } from '#libs/business-database';
import type { RelationOutline } from '#libs/catalog';
import { isoTimestamp } from '#libs/clock';
import { evidenceOf, keyedRelation, PROOF_LIMITS, Prover, sameResults, type ProofCopies } from '#libs/pair-proof';
import { PerturbedCopies, relationsToCopy } from '#libs/perturbed-copy';
import { softDeletesInText } from '#libs/semantic-model';
import { isValid } from '#libs/statement-validation';
import { SEMANTIC_MODEL_FILE } from '#libs/step-files';
import { DomainError, errorMessage } from '#libs/domain-errors';
import type { StepContext } from '#libs/steps/step';
import { currentSql } from '../outcome.js';
import type { PairResult } from '../pair-result.js';
import type { Evidences } from './proof-report.js';

/** Opens a database of ours that has none of the data; nothing is written there. */
export type OpenScratch = (signal: AbortSignal) => BusinessDatabase;

/** Connections for proofs on copies, and the milliseconds of one statement. */
const SCRATCH = { connections: 2, statementTimeoutMs: 5_000 };

/**
 * @param outlines of the listed tables, which may still be read
 * @param options.scratch where mutants are tried on perturbed copies
 * @param options.seconds of the server for all proofs
 */
export async function proverFor(
  statements: StatementRunner,
  outlines: Promise<readonly RelationOutline[]>,
  { signal, files, log, database }: Pick<StepContext, 'signal' | 'files' | 'log' | 'database'>,
  component: string,
  { scratch, seconds }: { readonly scratch: BusinessDatabase | undefined; readonly seconds: number | undefined },
): Promise<Prover> {
  const softDeletes = await softDeletesOf(files).catch((error: unknown) => {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    // The model explains conditions that filter nothing today; the pairs can be proven without it.
    log.warn(component, errorMessage(error));
    return new Set<string>();
  });
  const relations = outlines.then((listed) => listed.map(keyedRelation));
  relations.catch(() => undefined);
  return new Prover({
    statements,
    signal,
    relations: () => relations,
    isSoftDelete: (column) => softDeletes.has(column),
    limits: { ...PROOF_LIMITS, ...(seconds !== undefined && { taskMs: seconds === 0 ? Infinity : seconds * 1000 }) },
    ...(scratch && { copies: copiesFor(scratch.statements(SCRATCH), database, outlines) }),
  });
}

function copiesFor(
  statements: StatementRunner,
  database: BusinessDatabase,
  outlines: Promise<readonly RelationOutline[]>,
): ProofCopies {
  const copies = new PerturbedCopies(relationsToCopy(database, () => outlines));
  return { of: (sqls, count) => copies.of(sqls, count), statements };
}

/** The evidence of every valid pair. What was executed during the validation is not executed again. */
export async function proveResults(
  results: readonly PairResult[],
  prover: Prover,
  timeZone: string,
): Promise<Evidences> {
  const checkedAt = isoTimestamp(new Date(), timeZone);
  const valid = results.filter(({ final }) => isValid(final));
  const proven = await Promise.all(
    valid.map(async (result) => ({ ...result, id: result.pair.id, proof: await prover.prove(currentSql(result)) })),
  );
  const same = sameResults(proven);
  return new Map(proven.map(({ index, id, proof }) => [index, evidenceOf(proof, checkedAt, same.get(id) ?? [])]));
}

async function softDeletesOf(files: StepContext['files']): Promise<Set<string>> {
  const hasModel = (await files.list()).includes(SEMANTIC_MODEL_FILE);
  return hasModel ? softDeletesInText(await files.read(SEMANTIC_MODEL_FILE), SEMANTIC_MODEL_FILE) : new Set();
}
