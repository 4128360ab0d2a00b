import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { parse } from 'yaml';
import { DomainError } from '#libs/domain-errors';
import { FileStore, IntegrityService, TaskFilesService } from '#libs/files';
import { ModelEditingModule, ModelEditingService, type ItemPlace } from '#libs/model-editing';
import { PairReviewModule, PairReviewService } from '#libs/pair-review';
import { taskParametersSchema } from '#libs/pipeline';
import { modelItems, type FileItem, type Plain } from '#libs/semantic-model';
import { newPair, renderPairs } from '#libs/step-files';
import { StepRunner } from '#libs/step-runner';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { RunsService, TasksService } from '#libs/tasks';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';
import { openTaskServices } from '../harness/task-services.js';
import { onDatabase } from '../harness/test-database.js';

const FILE = 'semantic_model.yaml';
const SCHEMA = `
  CREATE TABLE client (id int PRIMARY KEY, name text NOT NULL, gone boolean NOT NULL, phone text);
  INSERT INTO client SELECT i, 'Client ' || i, i % 9 = 0, '1380000' || 1000 + i FROM generate_series(1, 40) i;
  CREATE TABLE sale (id int PRIMARY KEY, client_id int NOT NULL REFERENCES client, helper int, state smallint NOT NULL, amount numeric(10,2) NOT NULL, paid_on date);
  INSERT INTO sale SELECT i, 1 + i % 40, 1 + i % 7, i % 3, i * 1.5, CASE WHEN i % 4 > 0 THEN date '2024-01-01' + i END FROM generate_series(1, 200) i;
  ANALYZE client; ANALYZE sale`;
const SALE: ItemPlace = { part: 'table', table: 'public.sale', name: null };
const STATE: ItemPlace = { part: 'column', table: 'public.sale', name: 'state' };

describe('edits of the semantic model', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let editing: ModelEditingService;
  let taskId: string;

  beforeAll(async () => {
    installation = await createTestInstallation('model_editing', 'postgres');
    await onDatabase(installation.config.businessDatabaseUrl, (client) => client.query(SCHEMA));
    module = await openTaskServices(installation.config, { module: ModelEditingModule }, { module: PairReviewModule });
    editing = module.get(ModelEditingService);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
  });

  beforeEach(async () => {
    const parameters = taskParametersSchema.parse({ business_context: 'a shop', language: 'en' });
    taskId = (await module.get(TasksService).create({ parameters, tables: ['client', 'sale'] })).taskId;
    await rerun();
  });

  /** A real run of ddl_generation. */
  async function rerun(): Promise<void> {
    const [execution] = await module
      .get(RunsService)
      .start(taskId, { step: 'ddl_generation', forceExecution: true, cleanExistingFiles: false });
    const outcome = await module
      .get(StepRunner)
      .run(new DdlGenerationStep({ chatModel: null }), execution?.executionId ?? '', {
        attemptsLeft: 0,
        shutdown: new AbortController().signal,
      });
    expect(outcome.outcome).toBe('completed');
  }

  const textNow = (): Promise<string> => module.get(FileStore).readText(taskId, FILE);
  async function item({ part, table, name }: ItemPlace): Promise<FileItem> {
    const found = await editing.table(taskId, table);
    const items = {
      table: [found.item],
      column: found.item.fields,
      relationship: found.relationships,
      metric: found.metrics,
    };
    const own = items[part].find((one) => part === 'table' || one.name === name);
    expect(own).toBeDefined();
    return own as FileItem;
  }
  const versionOf = async (place: ItemPlace): Promise<string> => modelItems.itemDigest(await item(place));
  const set = async (place: ItemPlace, statements: Record<string, Plain>, byUser = 'ann'): Promise<void> =>
    editing.change(taskId, place, { version: await versionOf(place), set: statements, follow: [] }, byUser);
  const valueOf = async (place: ItemPlace, key: string): Promise<Plain | undefined> =>
    (await item(place)).values.get(key);
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof DomainError ? [error.code, error.message] : error),
    );

  it('are kept by real runs, while everything else follows the database', async () => {
    await set(SALE, { label: { en: 'deal', zh: '成交' }, synonyms: { en: ['order'], zh: ['订单'] } });
    await set(STATE, { role: 'dimension', values: { 0: { en: 'open', zh: '未付' }, 1: { en: 'paid', zh: '已付' } } });
    await set(
      { part: 'column', table: 'public.sale', name: 'paid_on' },
      { null_meaning: { en: 'unpaid', zh: '未付款' } },
    );
    await set(
      { part: 'column', table: 'public.sale', name: 'amount' },
      {
        unit: { kind: 'currency', code: 'CNY' },
        additivity: 'additive',
      },
    );
    await set(
      { part: 'table', table: 'public.client', name: null },
      { soft_delete: { field: 'gone', alive: '= FALSE' } },
    );
    for (const _ of ['a run', 'another run']) {
      await rerun();
      expect(parse(await textNow())).toMatchObject({
        datasets: [
          { name: 'public.client', soft_delete: { field: 'gone', alive: '= FALSE' } },
          {
            name: 'public.sale',
            label: { en: 'deal', zh: '成交' },
            synonyms: { en: ['order'], zh: ['订单'] },
            evidence: { label: 'person' },
            fields: [
              {},
              {},
              {},
              { name: 'state', values: { '0': { en: 'open', zh: '未付' }, '1': { en: 'paid', zh: '已付' } } },
              { name: 'amount', unit: { kind: 'currency', code: 'CNY' }, evidence: { unit: 'person' } },
              { name: 'paid_on', null_meaning: { en: 'unpaid', zh: '未付款' } },
            ],
          },
        ],
      });
    }
    const { edits } = await editing.table(taskId, 'public.sale');
    expect(edits.map(({ number, byUser, itemName }) => [number, byUser, itemName])).toEqual([
      ...[
        [4, 'ann', 'amount'],
        [3, 'ann', 'paid_on'],
        [2, 'ann', 'state'],
        [1, 'ann', null],
      ],
    ]);
    const [{ state } = { state: null }] = (
      await module.get(IntegrityService).check(taskId, new AbortController().signal)
    ).filter(({ name }) => name === FILE);
    expect(state).toBe('ok');
  });

  it('of joins accept, reject and add them, and runs keep that', async () => {
    const declared = (await editing.table(taskId, 'public.sale')).relationships[0] as FileItem;
    const place: ItemPlace = { part: 'relationship', table: 'public.sale', name: declared.name };
    await set(place, { standing: 'rejected' });
    const name = await editing.addJoin(
      taskId,
      {
        ...{ from: 'public.sale', fromColumns: ['helper'], to: 'public.client', toColumns: ['id'] },
        set: { role: { en: 'helper', zh: '经办人' } },
      },
      'bob',
    );
    await rerun();
    const joins = (await editing.table(taskId, 'public.client')).relationships;
    expect(joins.map((join) => [join.name, join.values.get('standing')]).sort()).toEqual(
      [
        [declared.name, 'rejected'],
        [name, 'fact'],
      ].sort(),
    );
    expect(await valueOf({ part: 'column', table: 'public.sale', name: 'helper' }, 'role')).toBe('reference');
    expect(
      await refusalOf(
        editing.addJoin(
          taskId,
          {
            ...{ from: 'public.sale', fromColumns: ['helper'], to: 'public.client', toColumns: ['id'], set: {} },
          },
          'bob',
        ),
      ),
    ).toEqual(['model_join_exists', expect.stringContaining(name)]);
    // Back to what the database says.
    const version = await versionOf(place);
    await editing.change(taskId, place, { version, set: {}, follow: ['standing'] }, 'bob');
    await rerun();
    expect((await item(place)).values.get('standing')).toBe('fact');
    expect((await item(place)).byPerson).toBe(false);
  });

  it('are refused with names that do not exist, and nothing changes', async () => {
    const before = await textNow();
    const version = await versionOf(SALE);
    const tried = (place: ItemPlace, statements: Record<string, Plain>) =>
      refusalOf(editing.change(taskId, place, { version, set: statements, follow: [] }, 'ann'));
    expect(await tried({ ...SALE, table: 'public.sal' }, { kind: 'log' })).toEqual([
      ...['model_table_unknown', expect.stringContaining('nearest name is public.sale')],
    ]);
    expect(await tried({ ...STATE, name: 'stat' }, { role: 'flag' })).toEqual([
      ...['model_item_unknown', expect.stringContaining('nearest name is state')],
    ]);
    expect(await tried(SALE, { time: 'paid_no' })).toEqual([
      ...['model_column_unknown', expect.stringContaining('nearest name is paid_on')],
    ]);
    expect(await tried(SALE, { kindd: 'log' })).toEqual([
      ...['model_statement_unknown', expect.stringContaining('nearest name is kind')],
    ]);
    expect(await tried(SALE, { kind: 'logs' })).toEqual(['model_value_invalid', expect.stringContaining('snapshot')]);
    expect(await tried(SALE, { soft_delete: { field: 'id', alive: '= 0); DROP TABLE sale' } })).toEqual([
      ...['model_value_invalid', expect.any(String)],
    ]);
    expect(await textNow()).toBe(before);
    expect(await editing.edits(taskId, { limit: 5 })).toEqual([]);
  });

  it('let one of many people win who saw the same version, and a repeated request change nothing more', async () => {
    const version = await versionOf(STATE);
    const people = Array.from({ length: 8 }, (_, index) => `person ${index}`);
    const outcomes = await Promise.all(
      people.map((byUser) =>
        refusalOf(editing.change(taskId, STATE, { version, set: { description: byUser }, follow: [] }, byUser)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
    expect(outcomes.flat().filter((code) => code === 'model_changed_meanwhile')).toHaveLength(7);
    const [edit] = await editing.edits(taskId, { limit: 5 });
    expect(await valueOf(STATE, 'description')).toBe(edit?.byUser);
    const again = { version, set: { description: edit?.byUser ?? '' }, follow: [] };
    await editing.change(taskId, STATE, again, edit?.byUser ?? '');
    expect(await editing.edits(taskId, { limit: 5 })).toHaveLength(1);
  });

  it('are undone to what was derived, also after a run and a change of the database', async () => {
    const before = await textNow();
    await set(STATE, { role: 'code' });
    await set(SALE, { kind: 'snapshot' }, 'bob');
    await editing.undo(taskId, null, 'ann');
    await editing.undo(taskId, 2, 'ann');
    expect(await textNow()).toBe(before);
    expect(await refusalOf(editing.undo(taskId, null, 'ann'))).toEqual(['model_nothing_to_undo', expect.any(String)]);

    await set({ part: 'column', table: 'public.sale', name: 'paid_on' }, { description: 'mine' });
    await onDatabase(installation.config.businessDatabaseUrl, (client) =>
      client.query(`COMMENT ON COLUMN sale.paid_on IS 'day of the payment'`),
    );
    await rerun();
    await editing.undo(taskId, null, 'ann');
    await rerun();
    expect(await valueOf({ part: 'column', table: 'public.sale', name: 'paid_on' }, 'description')).toBe(
      'day of the payment',
    );
    await onDatabase(installation.config.businessDatabaseUrl, (client) =>
      client.query(`COMMENT ON COLUMN sale.paid_on IS NULL`),
    );

    await set(STATE, { role: 'code' });
    await set(STATE, { role: 'dimension' }, 'bob');
    expect(await refusalOf(editing.undo(taskId, null, 'ann'))).toEqual(['model_undo_overtaken', expect.any(String)]);
  });

  it('are not undone over a later edit of another person that says the same and more', async () => {
    await set(SALE, { synonyms: { en: ['order'] } });
    await set(SALE, { synonyms: { en: ['order', 'deal'] } }, 'bob');
    await set(STATE, { values: { 0: { en: 'open', zh: '未付' } } });
    await set(STATE, { values: { 0: { en: 'open', zh: '未付' }, 1: { en: 'paid', zh: '已付' } } }, 'bob');
    for (const number of [1, 3]) {
      expect(await refusalOf(editing.undo(taskId, number, 'ann'))).toEqual([
        'model_undo_overtaken',
        expect.any(String),
      ]);
    }
    expect(await valueOf(SALE, 'synonyms')).toMatchObject({ en: ['order', 'deal'] });
    await editing.undo(taskId, 2, 'bob');
    await editing.undo(taskId, 1, 'ann');
    expect(await valueOf(SALE, 'synonyms')).toBeUndefined();
  });

  it('of joins stay while others are undone or given back, and the whole join follows the database', async () => {
    const [declared] = (await editing.table(taskId, 'public.sale')).relationships as [FileItem];
    const place: ItemPlace = { part: 'relationship', table: 'public.sale', name: declared.name };
    const before = await textNow();
    await set(place, { role: { en: 'buyer', zh: '买方' } });
    await set(place, { optional: true }, 'bob');
    const follow = async (...keys: string[]) =>
      editing.change(taskId, place, { version: await versionOf(place), set: {}, follow: keys }, 'ann');
    expect(await refusalOf(follow('role'))).toEqual(['model_follow_whole', expect.stringContaining('optional')]);
    await editing.undo(taskId, null, 'ann');
    await rerun();
    expect(await item(place)).toMatchObject({ byPerson: true });
    expect(await valueOf(place, 'optional')).toBe(true);
    expect(await valueOf(place, 'role')).toBe(declared.values.get('role'));
    await set(place, { role: { en: 'buyer', zh: '买方' } });
    await follow('role', 'optional');
    await rerun();
    expect(await textNow()).toBe(before);
    // The last edit that is undone gives back what was derived before the first one.
    await set(place, { role: { en: 'buyer', zh: '买方' } });
    await set(place, { optional: true }, 'bob');
    await editing.undo(taskId, null, 'ann');
    await editing.undo(taskId, null, 'bob');
    await rerun();
    expect(await textNow()).toBe(before);
  });

  it('of a table are given as far as they are new', async () => {
    const source = module.get(DataSource);
    await source.query(
      `INSERT INTO data_pipeline_model_edits (task_id, number, action, part, table_name, item_name, changes, by_user)
       SELECT $1, i, 'edit', 'column', 'public.sale', 'helper', '[]', 'ann' FROM generate_series(1, 1200) i`,
      [taskId],
    );
    const { edits } = await editing.table(taskId, 'public.sale');
    expect([edits.length, edits[0]?.number]).toEqual([1_000, 1_200]);
    // Of other tables, the joins only.
    expect((await editing.table(taskId, 'public.client')).edits).toEqual([]);
  });

  it('keep no values of a column that becomes sensitive, in the file and in the history', async () => {
    await set(STATE, { values: { 0: { en: 'open', zh: '未付' } } });
    await set(STATE, { role: 'sensitive' });
    expect((await item(STATE)).values.has('values')).toBe(false);
    await rerun();
    expect((await item(STATE)).values.has('values')).toBe(false);
    expect((await item(STATE)).values.get('role')).toBe('sensitive');
    const history = await editing.edits(taskId, { limit: 10 });
    expect(history.map(({ number }) => number)).toEqual([2, 1]);
    expect(JSON.stringify(history)).not.toContain('未付');
    // Nor do values come back by an undo of another role.
    await set(STATE, { role: 'code' });
    await rerun();
    await set(STATE, { values: { 0: { en: 'open', zh: '未付' } } });
    await editing.undo(taskId, 3, 'ann');
    expect((await item(STATE)).values.has('values')).toBe(false);
    expect(JSON.stringify(await editing.edits(taskId, { limit: 10 }))).not.toContain('未付');
  });

  it('make the steps stale that had read the model, and send approved pairs back whose meaning they change', async () => {
    const name = 'qs_shop_pair.json';
    const pair = newPair({
      question: 'what is the total amount?',
      sql: 'SELECT sum(amount) FROM sale;',
      tables: ['public.sale'],
      columns: ['public.sale.amount'],
    });
    const other = newPair({ question: 'clients?', sql: 'SELECT count(*) FROM client;', tables: ['public.client'] });
    await module.get(TaskFilesService).put(taskId, [{ name, content: renderPairs(name, [pair, other]) }]);
    const review = module.get(PairReviewService);
    const actor = { byUser: 'ann', language: 'en' as const, signal: new AbortController().signal };
    for (const { id } of [pair, other]) {
      const { version } = (await review.get(taskId, id)).own.review;
      await review.change(taskId, id, { version, state: 'approved' }, actor);
    }
    await set({ part: 'column', table: 'public.sale', name: 'amount' }, { unit: { kind: 'currency', code: 'USD' } });
    expect((await module.get(TasksService).state(taskId)).staleSteps).toEqual(['ddl_generation']);
    expect((await review.get(taskId, pair.id)).own.review).toMatchObject({
      state: 'new',
      decided: 'approved',
      lapses: [{ code: 'column_meaning_changed', what: 'public.sale.amount' }],
    });
    expect((await review.get(taskId, other.id)).own.review.state).toBe('approved');
    await editing.undo(taskId, null, 'ann');
    expect((await review.get(taskId, pair.id)).own.review.state).toBe('approved');
    await rerun();
    expect((await module.get(TasksService).state(taskId)).staleSteps).toEqual([]);
    expect((await review.get(taskId, pair.id)).own.review.state).toBe('approved');
  });

  it('wait for a run, and need a model', async () => {
    await module
      .get(RunsService)
      .start(taskId, { step: 'ddl_generation', forceExecution: true, cleanExistingFiles: false });
    expect(await refusalOf(set(STATE, { role: 'code' }))).toEqual(['task_files_while_running', expect.any(String)]);
    const empty = await module
      .get(TasksService)
      .create({ parameters: taskParametersSchema.parse({}), tables: ['sale'] });
    expect(await refusalOf(editing.read(empty.taskId))).toEqual(['model_missing', expect.any(String)]);
    expect(await refusalOf(editing.read('task_gone'))).toEqual(['task_not_found', expect.any(String)]);
  });
});
