import { relationName, type Catalog, type RelationName } from '#libs/catalog';
import { logTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { render, type Language, type Message } from '#libs/language';
import type { ChatModel } from '#libs/language-model';
import { languageOf } from '#libs/pipeline';
import {
  deriveSemanticModel,
  hasEdits,
  inferredCount,
  modelWithEdits,
  readModelOfTask,
  withProposals,
  type AppliedEdits,
  type ModelOfTask,
  type SemanticModel,
} from '#libs/semantic-model';
import {
  PackedMap,
  type Fingerprint,
  type SchemaChanges,
  type StepResultOf,
  type TableProposals,
} from '#libs/step-files';
import { chatModelFor, type Step, type StepContext, type StepInput, type StepLog } from '#libs/steps/step';
import { collectComments } from './collect-comments.js';
import { collectProposals } from './collect-proposals.js';
import { COMMENT_PROMPT_VERSION } from './comment-prompt.js';
import type { RelationComments } from './comments.js';
import { EarlierRun } from './earlier-run.js';
import { ddlErrors } from './errors.js';
import { formTaskThemes } from './form-task-themes.js';
import { messages } from './messages.js';
import { PackedProfiles, type Profiles } from './packed-profiles.js';
import { describedTables, fingerprintOf, sha256, rememberedAnswers, type Remembered } from './schema-state.js';
import { PROPOSAL_PROMPT_VERSION } from './proposal-prompt.js';
import { selectTables, type FailedTable } from './select-tables.js';
import { modelBases, writeModelFiles } from './write-model-files.js';
import { shownName } from './relation-names.js';
import { writeRelationFiles } from './write-relation-files.js';
import { writeThemeFiles } from './write-theme-files.js';

const LOGGER = 'DDLMDGenerator';
/** Of the statements that try a proposed measure. */
const PROPOSAL_LIMITS = { connections: 2, statementTimeoutMs: 5_000 };

type Result = Omit<StepResultOf<'ddl_generation'>, 'duration'>;

/** Documents the listed tables of the business database: `.ddl`, `_detail.md`, `schema.sql`, themes and mapping. */
export class DdlGenerationStep implements Step {
  readonly name = 'ddl_generation';

  constructor(private readonly dependencies: { readonly chatModel: ChatModel | null }) {}

  /**
   * @throws DomainError `table_list_…`, `ddl_select_denied`, `ddl_nothing_documented`, `ddl_too_many_failures`, `database_…`, or the abort reason
   */
  async run(input: StepInput, context: StepContext): Promise<StepResultOf<'ddl_generation'>> {
    const startedAt = performance.now();
    const result = await this.document(input, context);
    return { ...result, duration: Math.round(performance.now() - startedAt) / 1000 };
  }

  private async document(input: StepInput, context: StepContext): Promise<Result> {
    const language = languageOf(input.parameters);
    const selected = await selectTables(context.database, input.tables, {
      continueOnError: input.parameters.continue_on_error,
      language,
    });
    const earlier = await EarlierRun.open(context.files);
    const modelFile = await readModelOfTask(context.files, earlier.state);
    const { catalog, profiles, derived, dropped } = await this.read(selected.tables, language, context);
    const failed = [...selected.failed, ...dropped];
    failed.forEach(({ table, reason }) => context.log.warn(LOGGER, messages.skipped({ table, reason })));
    refuseTooMany(failed, input.parameters.max_table_failures);
    if (catalog.relations.length === 0) {
      throw new DomainError(ddlErrors.ddl_nothing_documented, { reasons: reasonsOf(failed) });
    }
    const fingerprints = fingerprintsOf(catalog, profiles);
    const settings = settingsOf(input, this.modelFor(input));
    const remembered = rememberedAnswers(earlier.state, settings, fingerprints);
    const proposals = await this.propose(derived, modelFile, input, remembered, context);
    const proposalsOf = (entity: string): TableProposals | undefined => proposals.get(entity);
    const applied = applyTo(derived, { ...modelFile, proposalsOf }, context.log);
    const themes = await formTaskThemes(
      catalog,
      applied.model,
      profiles,
      input,
      this.modelFor(input),
      language,
      context,
    );
    const comments = await this.comment(catalog, profiles, applied.model, input, remembered.comments, context);
    const files = earlier.track();
    const businessContext = input.parameters.business_context;
    const generatedAt = logTimestamp(input.startedAt, input.timeZone);
    const behaviour = input.parameters.schema_objects === 'full';
    const { leftOut } = await writeRelationFiles(
      { catalog, profiles, comments, model: applied.model, language, behaviour },
      files,
      context.signal,
    );
    await writeModelFiles(applied, language, files);
    await writeThemeFiles(
      { catalog, model: applied.model, comments, themes, businessContext, generatedAt, language },
      files,
    );
    const tables = describedTables(fingerprints, comments, modelBases(withProposals(derived, proposalsOf)), proposals);
    const described = {
      execution_id: input.executionId,
      generated_at: generatedAt,
      settings,
      tables,
      model_edited: hasEdits(applied),
    };
    const changes = await earlier.conclude(files, described, failed);
    reportChanges(changes, context.log);
    // Those that `conclude` has written too.
    const written = Object.keys(files.recorded()).length + 2;
    context.log.info(LOGGER, messages.done({ files: written, themes: themes.length }));
    return resultOf(catalog, failed, { files: written, themes: themes.length, leftOut }, changes);
  }

  /** The catalog and profiles of what still exists when they have been read. */
  private async read(
    tables: readonly RelationName[],
    language: Language,
    context: StepContext,
  ): Promise<{ catalog: Catalog; profiles: PackedProfiles; derived: SemanticModel; dropped: FailedTable[] }> {
    context.log.info(LOGGER, messages.started({ count: tables.length }));
    const catalog = await context.database.readCatalog(tables);
    const profiles = new PackedProfiles();
    const measured = context.database.eachProfile(catalog, {
      onProgress: (done, total, relation) => {
        context.log.info(LOGGER, messages.table({ table: shownName(relation) }));
        // With a model the slow part comes after this one and reports its own progress.
        if (this.dependencies.chatModel === null) {
          context.progress(done, total, relationName(relation));
        }
      },
    });
    for await (const profile of measured) {
      profiles.add(profile);
    }
    const failures = new Map(profiles.facts().map((facts) => [relationName(facts), facts.failure]));
    const relations = catalog.relations.filter(
      (relation) => failures.get(relationName(relation))?.sqlstate !== '42P01',
    );
    const existing = new Set(relations.map(relationName));
    for (const [name, failure] of failures) {
      if (failure && existing.has(name)) {
        context.log.warn(LOGGER, messages.no_sample({ table: name, reason: failure.reason }));
      }
    }
    const droppedNames = tables.map(relationName).filter((name) => !existing.has(name));
    const found = await context.database.findJoins({ ...catalog, relations }, profiles);
    const inferred = inferredCount(found);
    if (inferred > 0) {
      context.log.info(LOGGER, messages.inferred({ count: inferred }));
    }
    const reason = render(messages.dropped(), language);
    const derived = deriveSemanticModel(found.catalog, (name) => profiles.get(name), found);
    return { catalog: found.catalog, profiles, derived, dropped: droppedNames.map((table) => ({ table, reason })) };
  }

  private modelFor(input: StepInput): ChatModel | null {
    return chatModelFor(this.dependencies.chatModel, this.name, input);
  }

  /** What the model says about tables that it was not asked about before; nothing without a model. */
  private async propose(
    derived: SemanticModel,
    modelFile: ModelOfTask,
    input: StepInput,
    { proposals }: Remembered,
    context: StepContext,
  ): Promise<PackedMap<TableProposals>> {
    const chatModel = this.modelFor(input);
    if (chatModel === null) {
      return new PackedMap();
    }
    const proposalsOf = (entity: string): TableProposals | undefined => proposals.get(entity);
    const { model } = modelWithEdits(derived, { ...modelFile, proposalsOf });
    context.log.debug(LOGGER, messages.proposals_asked({ model: chatModel.name, version: PROPOSAL_PROMPT_VERSION }));
    return collectProposals(model, {
      chatModel,
      businessContext: input.parameters.business_context,
      remembered: proposals,
      statements: context.database.statements(PROPOSAL_LIMITS),
      signal: context.signal,
      log: {
        info: (message) => context.log.info(LOGGER, message),
        warn: (message) => context.log.warn(LOGGER, message),
      },
      onTable: (table) => context.progress(0, model.entities.length, table),
    });
  }

  private comment(
    catalog: Catalog,
    profiles: Profiles,
    model: SemanticModel,
    input: StepInput,
    remembered: ReadonlyMap<string, RelationComments>,
    context: StepContext,
  ): ReturnType<typeof collectComments> {
    const language = languageOf(input.parameters);
    if (remembered.size > 0) {
      context.log.info(LOGGER, messages.remembered({ count: remembered.size }));
    }
    const chatModel = this.modelFor(input);
    if (chatModel) {
      context.log.debug(LOGGER, messages.comments_asked({ model: chatModel.name, version: COMMENT_PROMPT_VERSION }));
    }
    const entities = new Map(model.entities.map((entity) => [entity.id, entity]));
    return collectComments(catalog, profiles, {
      chatModel,
      entityOf: (table) => entities.get(table),
      businessContext: input.parameters.business_context,
      language,
      remembered,
      signal: context.signal,
      onWarning: (message) => context.log.warn(LOGGER, message),
      onProgress: (done, total, table) => context.progress(done, total, table),
    });
  }
}

/** The model with the edits of people; what they name wrongly is told. */
function applyTo(derived: SemanticModel, file: ModelOfTask, log: StepLog): AppliedEdits {
  const applied = modelWithEdits(derived, file);
  applied.warnings.forEach((warning) => log.warn(LOGGER, warning));
  return applied;
}

/** Of a partial table list there may be thousands; the file names them all. */
const MAX_LEFT_OUT = 100;

/** Inputs of the wording, in addition to the schema. */
function settingsOf({ parameters }: StepInput, chatModel: ChatModel | null): string {
  return sha256(JSON.stringify([languageOf(parameters), parameters.business_context, chatModel?.name ?? null]));
}

function fingerprintsOf(catalog: Catalog, profiles: Profiles): PackedMap<Fingerprint> {
  const fingerprints = new PackedMap<Fingerprint>();
  for (const relation of catalog.relations) {
    const name = relationName(relation);
    fingerprints.set(name, fingerprintOf(relation, profiles.get(name)));
  }
  return fingerprints;
}

function resultOf(
  catalog: Catalog,
  failed: readonly FailedTable[],
  written: { readonly files: number; readonly themes: number; readonly leftOut: readonly string[] },
  changes: SchemaChanges,
): Result {
  return {
    total_tables: catalog.relations.length + failed.length,
    processed_successfully: catalog.relations.length,
    failed: failed.length,
    failed_tables: failed.map(({ table, reason }) => ({ table, reason })),
    files_generated: written.files,
    themes: written.themes,
    schema_left_out: written.leftOut.slice(0, MAX_LEFT_OUT),
    schema_changes: {
      added: changes.added_tables.length,
      removed: changes.removed_tables.length,
      altered: changes.altered_tables.length,
      edited_files: changes.edited_files.map(({ file }) => file),
    },
  };
}

function refuseTooMany(failed: readonly FailedTable[], limit: number): void {
  if (failed.length > limit) {
    throw new DomainError(
      ddlErrors.ddl_too_many_failures,
      { count: failed.length, limit, reasons: reasonsOf(failed) },
      { details: { tables: failed.map(({ table }) => table) } },
    );
  }
}

function reportChanges(changes: SchemaChanges, log: StepLog): void {
  if (changes.compared_with !== null) {
    const { added_tables: added, removed_tables: removed, altered_tables: altered } = changes;
    log.info(LOGGER, messages.changes({ added: added.length, removed: removed.length, altered: altered.length }));
  }
  for (const edited of changes.edited_files) {
    log.warn(LOGGER, editedMessage(edited));
  }
}

function editedMessage({ file, kept, generated_as: generated }: SchemaChanges['edited_files'][number]): Message {
  if (!kept) {
    return messages.edited_overwritten({ file });
  }
  return generated === null ? messages.edited_kept({ file }) : messages.edited_kept_generated({ file, generated });
}

function reasonsOf(failed: readonly FailedTable[]): string {
  return failed
    .slice(0, 20)
    .map(({ table, reason }) => `${table}: ${reason}`)
    .join('; ');
}
