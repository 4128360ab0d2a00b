import type pg from 'pg';
import {
  inferForeignKeys,
  profileRelations,
  readCatalog,
  relationName,
  type Catalog,
  type RelationName,
  type RelationProfile,
} from '#libs/catalog';
import { logTimestamp } from '#libs/clock';
import { DomainError, type Language } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import { describeConnection, openPool, translatePostgresError } from '#libs/postgres';
import { chatModelFor, type Step, type StepContext, type StepInput, type StepResult } from '#libs/steps/step';
import { collectComments } from './collect-comments.js';
import { ddlErrors } from './errors.js';
import { formTaskThemes } from './form-task-themes.js';
import { MESSAGES } from './messages.js';
import { selectTables, type FailedTable } from './select-tables.js';
import { writeRelationFiles } from './write-relation-files.js';
import { writeThemeFiles } from './write-theme-files.js';

const LOGGER = 'DDLMDGenerator';
const CONNECTIONS = 4;

/** Documents the listed tables of the business database: `.ddl`, `_detail.md`, `schema.sql`, themes and mapping. */
export class DdlGenerationStep implements Step {
  readonly name = 'ddl_generation';

  constructor(private readonly dependencies: { readonly chatModel: ChatModel | null }) {}

  /**
   * @throws DomainError `table_list_…`, `ddl_select_denied`, `ddl_nothing_documented`, `database_…`, or the abort reason
   */
  async run(input: StepInput, context: StepContext): Promise<StepResult> {
    const started = performance.now();
    const pool = openPool({
      connectionString: input.businessDatabaseUrl,
      applicationName: 'data-pipeline ddl_generation',
      max: CONNECTIONS,
      readOnly: true,
      statementTimeoutMs: 120_000,
    });
    try {
      const result = await this.document(pool, input, context);
      return { ...result, duration: Math.round(performance.now() - started) / 1000 };
    } catch (error) {
      context.signal.throwIfAborted();
      throw translatePostgresError(error, describeConnection(input.businessDatabaseUrl));
    } finally {
      await pool.end();
    }
  }

  private async document(pool: pg.Pool, input: StepInput, context: StepContext): Promise<StepResult> {
    const language = languageOf(input.parameters);
    const selected = await selectTables(pool, input.tables, {
      database: describeConnection(input.businessDatabaseUrl),
      continueOnError: input.parameters.continue_on_error,
      language,
    });
    const { catalog, profiles, dropped } = await this.read(pool, selected.tables, language, context);
    const failed = [...selected.failed, ...dropped];
    failed.forEach(({ table, reason }) => context.log.warn(LOGGER, MESSAGES[language].skipped(table, reason)));
    if (catalog.relations.length === 0) {
      throw new DomainError(ddlErrors.ddl_nothing_documented, { reasons: reasonsOf(failed) });
    }
    const businessContext = input.parameters.business_context;
    const generatedAt = logTimestamp(input.startedAt, input.timeZone);
    const themes = await formTaskThemes(catalog, profiles, input, this.modelFor(input), language, context);
    const comments = await this.comment(catalog, profiles, input, language, context);
    const files = [
      ...(await writeRelationFiles({ catalog, profiles, comments, language }, context)),
      ...(await writeThemeFiles({ catalog, comments, themes, businessContext, generatedAt, language }, context)),
    ];
    context.log.info(LOGGER, MESSAGES[language].done(files.length, themes.length));
    return {
      total_tables: catalog.relations.length + failed.length,
      processed_successfully: catalog.relations.length,
      failed: failed.length,
      failed_tables: failed.map(({ table, reason }) => ({ table, reason })),
      files_generated: files.length,
      themes: themes.length,
    };
  }

  /** The catalog and profiles of what still exists when they have been read. */
  private async read(
    pool: pg.Pool,
    tables: readonly RelationName[],
    language: Language,
    context: StepContext,
  ): Promise<{ catalog: Catalog; profiles: ReadonlyMap<string, RelationProfile>; dropped: FailedTable[] }> {
    const messages = MESSAGES[language];
    context.log.info(LOGGER, messages.start(tables.length));
    const catalog = await readCatalog(pool, tables);
    const measured = await profileRelations(pool, catalog, {
      signal: context.signal,
      onProgress: (done, total, relation) => {
        context.log.debug(LOGGER, messages.table(relationName(relation)));
        // With a model the slow part comes after this one and reports its own progress.
        if (this.dependencies.chatModel === null) {
          context.progress(done, total, relationName(relation));
        }
      },
    });
    const profiles = new Map(measured.map((profile) => [relationName(profile), profile]));
    const wasDropped = (name: string): boolean => profiles.get(name)?.failure?.sqlstate === '42P01';
    const relations = catalog.relations.filter((relation) => !wasDropped(relationName(relation)));
    const alive = new Set(relations.map(relationName));
    for (const { schema, name, failure } of measured) {
      if (failure && alive.has(`${schema}.${name}`)) {
        context.log.warn(LOGGER, messages.noSample(`${schema}.${name}`, failure.reason));
      }
    }
    const gone = tables.map(relationName).filter((name) => !alive.has(name));
    const { catalog: related, inferred } = await inferForeignKeys(pool, { ...catalog, relations }, context);
    if (inferred > 0) {
      context.log.info(LOGGER, messages.inferred(inferred));
    }
    return { catalog: related, profiles, dropped: gone.map((table) => ({ table, reason: messages.dropped })) };
  }

  private modelFor(input: StepInput): ChatModel | null {
    return chatModelFor(this.dependencies.chatModel, this.name, input);
  }

  private comment(
    catalog: Catalog,
    profiles: ReadonlyMap<string, RelationProfile>,
    input: StepInput,
    language: Language,
    context: StepContext,
  ): ReturnType<typeof collectComments> {
    return collectComments(catalog, profiles, {
      chatModel: this.modelFor(input),
      businessContext: input.parameters.business_context,
      language,
      signal: context.signal,
      onWarning: (message) => context.log.warn(LOGGER, message),
      onProgress: (done, total, table) => context.progress(done, total, table),
    });
  }
}

function reasonsOf(failed: readonly FailedTable[]): string {
  return failed
    .slice(0, 20)
    .map(({ table, reason }) => `${table}: ${reason}`)
    .join('; ');
}
