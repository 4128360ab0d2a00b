import type { BusinessDatabase } from '#libs/business-database';
import type { RelationOutline } from '#libs/catalog';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { NO_REVIEWS, type ReviewsOf, type TaskReviews } from '#libs/pair-review';
import { languageOf } from '#libs/pipeline';
import type { StatementShape } from '#libs/sql-safety';
import {
  QA_QUALITY_FILE,
  readLegacyKinds,
  readPairFiles,
  readQaScope,
  validationFileNames,
  type StepResultOf,
} from '#libs/step-files';
import { chatModelFor, type Step, type StepContext, type StepFiles, type StepInput } from '#libs/steps/step';
import { parseTableItems } from '#libs/table-list';
import { isValid, validateStatement, type ValidationOptions } from '#libs/statement-validation';
import { sqlValidationErrors } from './errors.js';
import { messages } from './messages.js';
import { countOutcome, problemText, type Outcome } from './outcome.js';
import type { PairResult } from './pair-result.js';
import { placedPairs, type PlacedPair } from './placed-pair.js';
import { countProofs } from './proof/proof-report.js';
import { proverFor, proveResults, type OpenScratch } from './proof/prove-results.js';
import { ProvingRunner } from './proof/proving-runner.js';
import type { UsageReader } from './quality/model-usage.js';
import { renderQuality } from './quality/quality-report.js';
import { validShapes } from './quality/valid-shapes.js';
import { withoutDuplicates } from './remove-duplicates.js';
import { logDisagreements, readBacks, withReadBacks, type ReadBackOf } from './read-back/read-backs.js';
import { MAX_REPAIR_ATTEMPTS, repairPairs } from './repair/repair-pairs.js';
import { renderModificationLog } from './report/modification-log.js';
import { modificationStats, reportText } from './report/report-json.js';
import { renderSummary } from './report/summary-log.js';
import { keepBackups, planModification, rewritePairFiles } from './rewrite-pair-files.js';
import { runConcurrently } from './run-concurrently.js';

const COMPONENT = 'SqlValidation';
/** Connections that plan and execute. */
const CONCURRENCY = 5;
const STATEMENT_TIMEOUT_MS = 30_000;

type Validated = Pick<Outcome, 'results' | 'duplicates' | 'evidences'> & { readonly listed: RelationOutline[] };

/** Validates every pair on the database, repairs what it can, and writes the reports. */
export class SqlValidationStep implements Step {
  readonly name = 'sql_validation';

  /**
   * @param dependencies.usageOf the model usage of a task, if it is recorded
   * @param dependencies.reviewsOf what people did with the pairs of a task, if it is recorded
   * @param dependencies.proofSeconds seconds of the server for all proofs of a task
   * @param dependencies.openScratch a database of ours for proofs on perturbed copies; absent: proofs on the data alone
   */
  constructor(
    private readonly dependencies: {
      readonly chatModel: ChatModel | null;
      readonly usageOf?: UsageReader;
      readonly reviewsOf?: ReviewsOf;
      readonly openScratch?: OpenScratch;
      readonly proofSeconds?: number;
    },
  ) {}

  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'sql_validation'>> {
    const startedAt = performance.now();
    const measuredAt = new Date();
    const language = languageOf(input.parameters);
    const pairFiles = await readPairFiles(context.files);
    const withKind = await readLegacyKinds(context.files);
    const reviews = (await this.dependencies.reviewsOf?.(input.taskId, context.files)) ?? NO_REVIEWS;
    const pairs = placedPairs(pairFiles).map((placed) => ({ ...placed, pair: reviews.edited(withKind(placed.pair)) }));
    const { results, duplicates, listed, evidences } = await this.validate(pairs, input, context);
    const isHopeless = !results.some(({ final }) => isValid(final));
    const outcome: Outcome = {
      file: pairFiles[0]?.name ?? '',
      files: pairFiles.map(({ name }) => name),
      startedAt: input.startedAt,
      measuredAt,
      timeZone: input.timeZone,
      duration: Math.round(performance.now() - startedAt) / 1000,
      database: context.database.label,
      originalCount: pairs.length,
      results,
      duplicates,
      evidences,
      modification: input.parameters.modify_original_file && !isHopeless ? planModification(results) : null,
      config: configOf(input, this.dependencies.chatModel),
    };
    await writeReports(outcome, language, context.files, isHopeless);
    if (isHopeless) {
      context.log.error(COMPONENT, messages.kept());
      throw nothingValid(outcome);
    }
    const shapes = await validShapes(results);
    await writePairs(outcome, { shapes, listed, reviews }, language, context.files);
    const usage = (await this.dependencies.usageOf?.(input.taskId)) ?? [];
    const scope = await readQaScope(context.files);
    await context.files.write(
      QA_QUALITY_FILE,
      renderQuality(outcome, listed, [...shapes.values()], scope, usage, language),
    );
    logProof(outcome, context);
    const counts = countOutcome(results);
    context.log.info(COMPONENT, messages.done({ valid: counts.valid, all: results.length, empty: counts.validEmpty }));
    return resultOf(outcome);
  }

  private async validate(pairs: readonly PlacedPair[], input: StepInput, context: StepContext): Promise<Validated> {
    const isProving = input.parameters.prove_pairs && input.parameters.execute_sql;
    const scratch = isProving ? this.dependencies.openScratch?.(context.signal) : undefined;
    try {
      return await this.validateAll(pairs, input, context, { isProving, scratch });
    } finally {
      await scratch?.close();
    }
  }

  private async validateAll(
    pairs: readonly PlacedPair[],
    input: StepInput,
    context: StepContext,
    { isProving, scratch }: { readonly isProving: boolean; readonly scratch: BusinessDatabase | undefined },
  ): Promise<Validated> {
    const { database, signal, log } = context;
    const language = languageOf(input.parameters);
    const runner = database.statements({ connections: CONCURRENCY, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
    const selecting = database.selectTables(parseTableItems(input.tables));
    // The server has time for it while the first statements are parsed; a failure is met where it is awaited.
    const reading = selecting.then(({ tables }) => database.readOutlines(tables));
    reading.catch(() => undefined);
    const prover = isProving
      ? await proverFor(runner, reading, context, COMPONENT, { scratch, seconds: this.dependencies.proofSeconds })
      : null;
    const statements = prover ? new ProvingRunner(runner, prover) : runner;
    const options: ValidationOptions = {
      statements,
      signal,
      language,
      hazards: statements.hazards(),
      execute: input.parameters.execute_sql,
    };
    options.hazards.catch(() => undefined);
    const readBackOf = readBacks(reading, options);
    const { results, duplicates } = await tryAll(pairs, options, readBackOf, context);
    const invalid = results.filter(({ final }) => !isValid(final)).length;
    log.info(COMPONENT, messages.tried({ tried: results.length, invalid }));
    const ofModel = results.filter(({ pair, final }) => pair.source === 'model' && !isValid(final));
    if (ofModel.length > 0) {
      log.info(COMPONENT, messages.invalid_of_model({ count: ofModel.length, reasons: reasonsOf(ofModel) }));
    }
    if (duplicates.length > 0) {
      log.info(COMPONENT, messages.duplicates({ count: duplicates.length }));
    }
    const listed = await reading;
    const proven = async (validated: readonly PairResult[]) => ({
      results: validated,
      duplicates,
      listed,
      evidences: prover ? await proveResults(validated, prover, input.timeZone) : null,
    });
    if (invalid === 0 || !input.parameters.enable_llm_repair) {
      logDisagreements(results, log, COMPONENT);
      return proven(results);
    }
    const chatModel = chatModelFor(this.dependencies.chatModel, this.name, input);
    const catalog = await database.readCatalog((await selecting).tables);
    const repairOptions = { ...options, chatModel, catalog, concurrency: CONCURRENCY, log, component: COMPONENT };
    const repaired = await withReadBacks(await repairPairs(results, repairOptions), readBackOf);
    logDisagreements(repaired, log, COMPONENT);
    return proven(repaired);
  }
}

/** SQLSTATEs with their counts, the most frequent first; a statement that the server did not see has its status. */
function reasonsOf(results: readonly PairResult[]): string[] {
  const byReason = Map.groupBy(results, ({ final }) => final.problem?.sqlstate ?? final.status);
  return [...byReason]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([reason, { length }]) => `${reason} × ${length}`);
}

/** The next statement is parsed while the server plans others. */
async function tryAll(
  pairs: readonly PlacedPair[],
  options: ValidationOptions,
  readBackOf: ReadBackOf,
  { signal, progress }: StepContext,
): Promise<Pick<Outcome, 'results' | 'duplicates'>> {
  const duplicates: PlacedPair[] = [];
  const checked = withoutDuplicates(pairs, (placed) => duplicates.push(placed), signal);
  let done = 0;
  const results = await runConcurrently(
    checked,
    options.statements.capacity,
    async ({ check, tree, ...placed }): Promise<PairResult> => {
      if (options.statements instanceof ProvingRunner && tree !== null) {
        options.statements.expect(placed.pair.sql, tree);
      }
      const attempt = await validateStatement(placed.pair.sql, options, check);
      done += 1;
      progress(done + duplicates.length, pairs.length, placed.pair.question);
      const readBack = isValid(attempt) ? await readBackOf(placed.pair, tree) : null;
      return { ...placed, first: attempt, final: attempt, repair: null, readBack };
    },
  );
  return { results, duplicates };
}

function logProof({ evidences }: Outcome, { log }: StepContext): void {
  if (evidences !== null) {
    const { proven, weak, mutants } = countProofs(evidences);
    log.info(COMPONENT, messages.proven({ proven, weak, made: mutants.made, living: mutants.living }));
  }
}

function nothingValid({ files, results }: Outcome): DomainError {
  const [first] = results;
  return new DomainError(sqlValidationErrors.validation_nothing_valid, {
    file: files.join(', '),
    count: results.length,
    reason: first ? problemText(first) : '',
  });
}

function configOf({ parameters }: StepInput, chatModel: ChatModel | null): Outcome['config'] {
  return {
    concurrency: CONCURRENCY,
    statement_timeout_seconds: STATEMENT_TIMEOUT_MS / 1000,
    execute_sql: parameters.execute_sql,
    prove_pairs: parameters.prove_pairs,
    enable_llm_repair: parameters.enable_llm_repair,
    modify_original_file: parameters.modify_original_file,
    max_repair_attempts: MAX_REPAIR_ATTEMPTS,
    model: chatModel?.name ?? 'none',
  };
}

/** @param now the reports are needed although the step fails. */
async function writeReports(outcome: Outcome, language: Language, files: StepFiles, now: boolean): Promise<void> {
  const names = validationFileNames(outcome.startedAt, outcome.timeZone);
  await files.write(names.summary, renderSummary(outcome, language), { primary: true, immediate: now });
  await files.write(names.report, reportText(outcome, language), { immediate: now });
}

async function writePairs(
  outcome: Outcome,
  described: {
    readonly shapes: ReadonlyMap<number, StatementShape>;
    readonly listed: readonly RelationOutline[];
    readonly reviews: TaskReviews;
  },
  language: Language,
  files: StepFiles,
): Promise<void> {
  const { modification, startedAt, timeZone } = outcome;
  if (modification === null) {
    await keepBackups(files, outcome.files);
    return;
  }
  await rewritePairFiles(files, outcome, described);
  const log = renderModificationLog(outcome, modification, language);
  await files.write(validationFileNames(startedAt, timeZone).modifications, log);
}

function resultOf(outcome: Outcome): StepResultOf<'sql_validation'> {
  const counts = countOutcome(outcome.results);
  return {
    original_sql_count: outcome.originalCount,
    valid_sql_count: counts.valid,
    invalid_sql_count: counts.invalid,
    valid_empty: counts.validEmpty,
    timeouts: counts.timeouts,
    duplicates_removed: outcome.duplicates.length,
    success_rate: counts.successRate,
    repair_stats: { ...counts.repair },
    file_modification_stats: modificationStats(outcome),
    average_execution_time: counts.averageTime,
    total_retries: counts.retries,
    proof: outcome.evidences ? countProofs(outcome.evidences) : null,
    duration: outcome.duration,
  };
}
