import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ModelEditAction, ModelEditChange, ModelEditEntity, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { FileStore, TaskFilesService } from '#libs/files';
import { languageOf } from '#libs/pipeline';
import {
  CutModel,
  followsText,
  modelItems,
  type FileItem,
  type Plain,
  type StatementState,
} from '#libs/semantic-model';
import {
  COLUMN_PROFILES_FILE,
  columnProfileIn,
  SCHEMA_STATE_FILE,
  SEMANTIC_MODEL_FILE,
  type TableProfile,
} from '#libs/step-files';
import { TasksService } from '#libs/tasks';
import { modelEditingErrors } from './errors.js';
import { blanked, changesBy, hidingValues, makesSensitive, withChanges, type Statements } from './model-change.js';
import { ModelEditRepository, type EditFilter } from './model-edit.repository.js';
import { columnsOf, isTable, itemIn, wholeTable, withItem, type ItemPlace, type ModelTable } from './model-item.js';
import { says } from './says.js';
import {
  evidenceBeforePeople,
  isPersonEvidence,
  keysOfPeople,
  overtakenKey,
  sayingEdits,
  type EditsOfItem,
} from './standing-edits.js';

export interface ModelChange extends Statements {
  /** The version that the person saw. */
  readonly version: string;
}

export interface NewJoin {
  readonly from: string;
  readonly to: string;
  readonly fromColumns: readonly string[];
  readonly toColumns: readonly string[];
  /** Statements about it, such as its role. */
  readonly set: Statements['set'];
}

/** A table of the model with the newest edits of it and of its joins, the last first. */
export interface EditedTable extends ModelTable {
  readonly edits: readonly ModelEditEntity[];
  /** Figures of its columns; null where no run has written them. */
  readonly profile: TableProfile | null;
}

/** Tasks whose model is kept as cut. */
const KEPT = 8;

/**
 * What people say about the semantic model of a task. The file counts: a person may also upload it, and every run writes
 * it. An edit changes one item of the file and stores who did it, under one lock of the task.
 */
@Injectable()
export class ModelEditingService {
  private readonly cut = new Map<string, { readonly signature: string; readonly model: CutModel }>();

  constructor(
    private readonly taskService: TasksService,
    private readonly fileStore: FileStore,
    private readonly taskFileService: TaskFilesService,
    private readonly modelEditRepository: ModelEditRepository,
  ) {}

  /** @throws DomainError `task_not_found`, `model_missing`, `semantic_model_…` */
  async read(taskId: string): Promise<CutModel> {
    await this.taskService.require(taskId);
    return this.current(taskId);
  }

  /** @throws DomainError as `read`, `model_table_unknown` */
  async table(taskId: string, name: string): Promise<EditedTable> {
    const whole = wholeTable(await this.read(taskId), name);
    const starts = whole.relationships.flatMap(({ values }) => {
      const from = values.get('from');
      return typeof from === 'string' ? [from] : [];
    });
    const edits = await this.modelEditRepository.ofTable(taskId, name, { joinsFrom: [...new Set(starts)] });
    return { ...whole, edits, profile: await this.profile(taskId, name) };
  }

  /** Newest first. @throws DomainError `task_not_found` */
  async edits(taskId: string, filter: EditFilter): Promise<ModelEditEntity[]> {
    await this.taskService.require(taskId);
    return this.modelEditRepository.list(taskId, filter);
  }

  /**
   * Changes statements about one item. A repeated request changes nothing more.
   * @throws DomainError as `table`, `model_item_unknown`, `model_changed_meanwhile`, `model_statement_unknown`,
   * `model_value_invalid`, `model_column_unknown`, `model_follow_whole`, `task_files_while_running`
   */
  async change(
    taskId: string,
    place: ItemPlace,
    { version, ...statements }: ModelChange,
    byUser: string,
  ): Promise<void> {
    await this.edit(taskId, async (model, { language, manager }) => {
      const item = itemIn(model, place);
      const context = { ...place, columns: columnsOf(model, place.table), language };
      const changes = changesBy(item, statements, context);
      if (modelItems.hasOneEvidence(place.part) && statements.follow.length > 0) {
        refusePartly(item, statements, place, await this.modelEditRepository.ofItem(manager, taskId, place));
      }
      if (changes.length > 0 && modelItems.itemDigest(item) !== version) {
        throw new DomainError(modelEditingErrors.model_changed_meanwhile);
      }
      const changed = withItem(model, place, withChanges(place.part, item, changes));
      return changes.length === 0 ? null : { model: changed, place, action: 'edit', changes, undoes: null, byUser };
    });
  }

  /**
   * Adds a join, which is a fact from then on.
   * @returns its name
   * @throws DomainError as `change`, `model_join_exists`
   */
  async addJoin(taskId: string, { from, to, fromColumns, toColumns, set }: NewJoin, byUser: string): Promise<string> {
    let added = '';
    await this.edit(taskId, async (model, { language }) => {
      for (const [table, columns] of [
        [from, fromColumns],
        [to, toColumns],
      ] as const) {
        const known = columnsOf(model, table);
        const problem = modelItems.statementProblem('table', 'primary_key', [...columns], known);
        if (problem?.kind === 'unknown_column') {
          const { name, nearest } = problem;
          throw new DomainError(modelEditingErrors.model_column_unknown, { owner: table, name, nearest });
        }
      }
      const joins = wholeTable(model, from).relationships;
      const same = joins.find(
        ({ values }) =>
          isTable(values.get('from'), from) &&
          isTable(values.get('to'), to) &&
          says(values.get('from_columns'), [...fromColumns]) &&
          says(values.get('to_columns'), [...toColumns]),
      );
      if (same !== undefined) {
        throw new DomainError(modelEditingErrors.model_join_exists, { name: same.name });
      }
      added = freeName(`${bareName(from)}_${fromColumns.join('_')}_join`, joins);
      const raw = { name: added, from, to, from_columns: [...fromColumns], to_columns: [...toColumns] };
      const place: ItemPlace = { part: 'relationship', table: from, name: added };
      const bare = withItem(model, place, raw);
      const item = itemIn(bare, place);
      const statements = { set: { standing: 'fact', ...set }, follow: [] };
      const context = { ...place, columns: columnsOf(model, from), language };
      const changes = changesBy(item, statements, context);
      const whole = withItem(bare, place, withChanges('relationship', item, changes));
      return { model: whole, place, action: 'add', changes, undoes: null, byUser };
    });
    return added;
  }

  /**
   * Takes an edit back, by default the last one of the person.
   * @returns what it was about
   * @throws DomainError `model_nothing_to_undo`, `model_undo_overtaken`, and as `change`
   */
  async undo(taskId: string, number: number | null, byUser: string): Promise<ItemPlace> {
    let place: ItemPlace = { part: 'table', table: '', name: null };
    await this.edit(taskId, async (model, { language, base, manager }) => {
      const edit = await this.standing(manager, taskId, number, byUser);
      place = { part: edit.part, table: edit.tableName, name: edit.itemName };
      const item = itemIn(model, place);
      const edits = await this.modelEditRepository.ofItem(manager, taskId, place);
      // The file may say it in another form than the edit did; whether an edit came later, only the edits tell.
      const overtaken =
        overtakenKey(edit, edits) ??
        edit.changes.find(
          ({ key, after }) => !says(modelItems.stateOf(edit.part, item, key).value, after.value as Plain | undefined),
        )?.key;
      if (overtaken !== undefined) {
        throw new DomainError(modelEditingErrors.model_undo_overtaken, { name: overtaken });
      }
      const back = edit.changes.map(({ key, before }): ModelEditChange => {
        const now = modelItems.stateOf(edit.part, item, key);
        const isOne = modelItems.hasOneEvidence(edit.part);
        const state = before as StatementState;
        const after = isOne ? withoutEdit(state, now, { edit, edits, base }) : { state, isSameRun: edit.base === base };
        return { key, before: now, after: restored(after.state, after.isSameRun, language) };
      });
      const changes = hidingValues(edit.part, item, back, language);
      const raw = edit.action === 'add' ? null : withChanges(edit.part, item, changes);
      const undone = withItem(model, place, raw);
      return { model: undone, place, action: 'undo', changes, undoes: edit.number, byUser };
    });
    return place;
  }

  private async standing(
    manager: EntityManager,
    taskId: string,
    number: number | null,
    byUser: string,
  ): Promise<ModelEditEntity> {
    const edit =
      number === null
        ? await this.modelEditRepository.lastOf(manager, taskId, byUser)
        : await this.modelEditRepository.find(manager, taskId, number);
    if (
      edit === null ||
      edit.action === 'undo' ||
      (await this.modelEditRepository.isUndone(manager, taskId, edit.number))
    ) {
      throw new DomainError(modelEditingErrors.model_nothing_to_undo);
    }
    return edit;
  }

  /** The file and the row change while no run can begin; steps that had read the file become stale. */
  private async edit(
    taskId: string,
    work: (model: CutModel, context: EditSurroundings) => Promise<Edited | null>,
  ): Promise<void> {
    await this.read(taskId);
    const refusal = await this.taskService.whileIdle(
      taskId,
      async (manager, task) => {
        // Two writes within a tick of the clock have one time: what is changed is read again.
        const model = await this.fromFile(taskId);
        const hashes = await this.taskFileService.hashes(taskId, [SCHEMA_STATE_FILE], manager);
        const base = hashes.get(SCHEMA_STATE_FILE) ?? null;
        const edited = await work(model, { language: languageOf(task.parameters), base, manager }).catch(asRefusal);
        if (edited instanceof DomainError) {
          return edited;
        }
        if (edited !== null) {
          await this.store(task, edited, base, manager);
        }
        return null;
      },
      { changes: [SEMANTIC_MODEL_FILE] },
    );
    if (refusal !== null) {
      throw refusal;
    }
  }

  private async store(task: TaskEntity, edited: Edited, base: string | null, manager: EntityManager): Promise<void> {
    const { taskId } = task;
    const { model, place, ...row } = edited;
    const file = { name: SEMANTIC_MODEL_FILE, content: model.text };
    await this.taskFileService.rewrite(taskId, file, manager);
    const { part, table: tableName, name: itemName } = place;
    if (makesSensitive(part, row.changes)) {
      await this.hideValues(task, place, manager);
    }
    await this.modelEditRepository.add(manager, { taskId, part, tableName, itemName, base, ...row });
  }

  /** No earlier edit of the column shows its values either. */
  private async hideValues(task: TaskEntity, place: ItemPlace, manager: EntityManager): Promise<void> {
    const language = languageOf(task.parameters);
    for (const edit of await this.modelEditRepository.ofItem(manager, task.taskId, place)) {
      await this.modelEditRepository.rewrite(manager, edit, blanked(edit.changes, language));
    }
  }

  private async current(taskId: string): Promise<CutModel> {
    const { size, modifiedAt } = await this.stat(taskId);
    const signature = `${size} ${modifiedAt.getTime()}`;
    const known = this.cut.get(taskId);
    const model = known?.signature === signature ? known.model : await this.fromFile(taskId);
    this.cut.delete(taskId);
    this.cut.set(taskId, { signature, model });
    for (const oldest of [...this.cut.keys()].slice(0, -KEPT)) {
      this.cut.delete(oldest);
    }
    return model;
  }

  private async profile(taskId: string, table: string): Promise<TableProfile | null> {
    return (await this.fileStore.has(taskId, COLUMN_PROFILES_FILE))
      ? columnProfileIn(await this.fileStore.readText(taskId, COLUMN_PROFILES_FILE), table)
      : null;
  }

  private async stat(taskId: string) {
    if (!(await this.fileStore.has(taskId, SEMANTIC_MODEL_FILE))) {
      throw new DomainError(modelEditingErrors.model_missing, { taskId });
    }
    return this.fileStore.stat(taskId, SEMANTIC_MODEL_FILE);
  }

  private async fromFile(taskId: string): Promise<CutModel> {
    return CutModel.of(await this.fileStore.readText(taskId, SEMANTIC_MODEL_FILE), SEMANTIC_MODEL_FILE);
  }
}

interface Edited {
  readonly model: CutModel;
  readonly place: ItemPlace;
  readonly action: ModelEditAction;
  readonly changes: readonly ModelEditChange[];
  readonly undoes: number | null;
  readonly byUser: string;
}

interface EditSurroundings {
  readonly language: ReturnType<typeof languageOf>;
  /** SHA-256 of `schema_state.json`; null without one. */
  readonly base: string | null;
  readonly manager: EntityManager;
}

/**
 * The state of a join or metric without the edit. It has one evidence: it stays a statement of people while another edit
 * stands, and rests on what it did before them once none does.
 */
function withoutEdit(
  before: StatementState,
  now: StatementState,
  { edit, edits, base }: { edit: ModelEditEntity; edits: EditsOfItem; base: string | null },
): { readonly state: StatementState; readonly isSameRun: boolean } {
  const value = before.value === undefined ? {} : { value: before.value };
  const others = sayingEdits(edits.filter(({ number, undoes }) => number !== edit.number && undoes !== edit.number));
  const evidence = [now.evidence, before.evidence].find(isPersonEvidence);
  if (others.length > 0 && evidence !== undefined) {
    return { state: { ...value, evidence }, isSameRun: true };
  }
  const derived = evidenceBeforePeople(edit, edits);
  return derived === null
    ? { state: before, isSameRun: edit.base === base }
    : {
        state: { ...value, ...(derived.evidence === undefined ? {} : { evidence: derived.evidence }) },
        isSameRun: edit.base === base && derived.base === base,
      };
}

/** @throws DomainError `model_follow_whole` where other statements of people would be given back with those named */
function refusePartly(
  item: FileItem,
  { set, follow }: Statements,
  { part, name }: ItemPlace,
  edits: EditsOfItem,
): void {
  const stated = [...new Set([...keysOfPeople(item, part, edits), ...Object.keys(set)])];
  const left = stated.filter((key) => !follow.includes(key) || Object.hasOwn(set, key));
  if (left.length > 0) {
    throw new DomainError(modelEditingErrors.model_follow_whole, { name: name ?? '', keys: left.join(', ') });
  }
}

/** What was derived before another run may be derived otherwise now: it follows the database. */
function restored(before: StatementState, isSameRun: boolean, language: EditSurroundings['language']): StatementState {
  const { value, evidence } = before;
  return !isPersonEvidence(evidence) && !isSameRun
    ? { ...(value === undefined ? {} : { value }), evidence: followsText(language) }
    : before;
}

/** A refused edit has touched no file: it is told after the lock, and disturbs no other edit that waits for it. */
function asRefusal(error: unknown): DomainError {
  if (error instanceof DomainError) {
    return error;
  }
  throw error;
}

function bareName(table: string): string {
  return table.slice(table.indexOf('.') + 1);
}

function freeName(wanted: string, taken: readonly FileItem[]): string {
  const names = new Set(taken.map(({ name }) => name));
  let name = wanted;
  for (let next = 2; names.has(name); next += 1) {
    name = `${wanted}_${next}`;
  }
  return name;
}
