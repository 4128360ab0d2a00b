import type pg from 'pg';
import { listRelations, readCatalog, type Catalog } from '#libs/catalog';
import { fileTimestamp } from '#libs/clock';
import type { ChatModel } from '#libs/language-model';
import { languageOf, type StepName } from '#libs/pipeline';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { openReadOnlyPool } from '#libs/sql-safety';
import type { Step, StepContext, StepInput, StepResult } from '#libs/steps/step';
import { parseTableItems, resolveTableList } from '#libs/table-list';
import { countOutcome, type Outcome } from './outcome.js';
import { newestPairFile, parsePairFile } from './pair-file.js';
import { isValid, type PairResult } from './pair-result.js';
import { QUALITY_FILE, renderQuality } from './quality/quality-report.js';
import { removeDuplicates, type CheckedPair } from './remove-duplicates.js';
import { MAX_REPAIR_ATTEMPTS, repairPairs } from './repair/repair-pairs.js';
import { renderModificationLog } from './report/modification-log.js';
import { modificationStats, renderReport } from './report/report-json.js';
import { renderSummary } from './report/summary-log.js';
import { keepBackup, planModification, rewritePairFile } from './rewrite-pair-file.js';
import { runConcurrently } from './run-concurrently.js';
import { validateStatement, type ValidationOptions } from './validate-statement.js';

const COMPONENT = 'SqlValidation';
const CONCURRENCY = 5;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Tries every pair on the database, mends what can be mended, and writes down what it found. */
export class SqlValidationStep implements Step {
  readonly name: StepName = 'sql_validation';

  constructor(private readonly dependencies: { readonly chatModel: ChatModel | null }) {}

  async run(input: StepInput, context: StepContext): Promise<StepResult> {
    const begun = performance.now();
    const file = await newestPairFile(context.files);
    const original = await context.files.read(file);
    const pairs = parsePairFile(file, original);
    const { kept, removed } = await removeDuplicates(pairs, context.signal);
    const { results, catalog } = await this.validate(kept, input, context);
    const outcome: Outcome = {
      file,
      startedAt: input.startedAt,
      timeZone: input.timeZone,
      duration: Math.round(performance.now() - begun) / 1000,
      database: describeConnection(input.businessDatabaseUrl),
      originalCount: pairs.length,
      results,
      duplicates: removed,
      modification: input.parameters.modify_original_file ? planModification(results) : null,
      config: configOf(input, this.dependencies.chatModel),
    };
    await writeOutcome(outcome, original, input, context);
    await context.files.write(QUALITY_FILE, await renderQuality(outcome, catalog));
    return resultOf(outcome);
  }

  private async validate(
    kept: readonly CheckedPair[],
    input: StepInput,
    context: StepContext,
  ): Promise<{ results: PairResult[]; catalog: Catalog }> {
    const { signal, log } = context;
    const pool = openReadOnlyPool(input.businessDatabaseUrl, {
      max: CONCURRENCY,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    });
    const options: ValidationOptions = {
      pool,
      signal,
      database: describeConnection(input.businessDatabaseUrl),
      language: languageOf(input.parameters),
      execute: input.parameters.execute_sql,
    };
    try {
      let done = 0;
      const results = await runConcurrently(kept, CONCURRENCY, async ({ index, pair, check }): Promise<PairResult> => {
        const verdict = await validateStatement(pair.sql, options, check);
        done += 1;
        context.progress(done, kept.length, pair.question);
        return { index, pair, first: verdict, final: verdict, repair: null };
      });
      const invalid = results.filter(({ final }) => !isValid(final)).length;
      log.info(COMPONENT, `${results.length} pairs tried, ${invalid} are not valid`);
      const catalog = await readListedCatalog(pool, input, options.database);
      if (invalid === 0 || !input.parameters.enable_llm_repair) {
        return { results, catalog };
      }
      const { chatModel } = this.dependencies;
      const repairOptions = { ...options, chatModel, catalog, concurrency: CONCURRENCY, log, component: COMPONENT };
      return { results: await repairPairs(results, repairOptions), catalog };
    } finally {
      await pool.end();
    }
  }
}

/** What the listed tables look like; repairs choose among their names only. */
async function readListedCatalog(pool: pg.Pool, { tables }: StepInput, database: string): Promise<Catalog> {
  try {
    const relations = await listRelations(pool, { partitions: true });
    return await readCatalog(pool, resolveTableList(parseTableItems(tables), relations).tables);
  } catch (error) {
    throw translatePostgresError(error, database);
  }
}

function configOf({ parameters }: StepInput, chatModel: ChatModel | null): Outcome['config'] {
  return {
    concurrency: CONCURRENCY,
    statement_timeout_seconds: STATEMENT_TIMEOUT_MS / 1000,
    execute_sql: parameters.execute_sql,
    enable_llm_repair: parameters.enable_llm_repair,
    modify_original_file: parameters.modify_original_file,
    max_repair_attempts: MAX_REPAIR_ATTEMPTS,
    model: chatModel?.name ?? 'none',
  };
}

async function writeOutcome(
  outcome: Outcome,
  original: string,
  input: StepInput,
  { files, log }: StepContext,
): Promise<void> {
  const language = languageOf(input.parameters);
  const stamp = fileTimestamp(input.startedAt, input.timeZone);
  await files.write(`sql_validation_${stamp}_summary.log`, renderSummary(outcome, language), { primary: true });
  await files.write(`sql_validation_${stamp}_report.json`, renderReport(outcome));
  if (outcome.modification) {
    await rewritePairFile(files, original, outcome);
    await files.write(
      `file_modifications_${stamp}.log`,
      renderModificationLog(outcome, outcome.modification, language),
    );
  } else {
    await keepBackup(files, outcome.file);
  }
  const { valid, validEmpty } = countOutcome(outcome.results);
  log.info(COMPONENT, `${valid} of ${outcome.results.length} pairs are valid, ${validEmpty} of them return nothing`);
}

function resultOf(outcome: Outcome): StepResult {
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
    duration: outcome.duration,
  };
}
