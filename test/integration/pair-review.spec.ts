import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import { FileStore, IntegrityService, TaskFilesService } from '#libs/files';
import { PairPreviewService, PairReviewModule, PairReviewService, RetrievedPairs, TaskPairs } from '#libs/pair-review';
import { taskParametersSchema } from '#libs/pipeline';
import { pairId, renderPairs, stateParts, newPair, PackedMap, type TableState } from '#libs/step-files';
import { FileChangesService, TasksService } from '#libs/tasks';
import { storageUnavailable } from '../harness/storage-failure.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';
import { openTaskServices } from '../harness/task-services.js';
import { onDatabase } from '../harness/test-database.js';

const FILE = 'qs_shop_pair.json';
const COUNT = newPair({
  question: '有多少客户？',
  sql: 'SELECT count(*) AS n FROM client;',
  tables: ['public.client'],
});
const NAMES = newPair({
  question: '列出客户邮箱',
  sql: 'SELECT email, lower(email) AS small, id FROM client;',
  tables: ['public.client'],
  columns: ['public.client.email', 'public.client.id'],
  source: 'model',
});
const SUM = newPair({
  question: '总金额是多少？',
  sql: 'SELECT sum(amount) FROM sale;',
  kind: 'sum',
  tables: ['public.sale'],
  columns: ['public.sale.amount'],
});
const PAIRS = [COUNT, NAMES, SUM];
const MODEL = `version: 1
database: shop
datasets:
  - name: public.client
    label: 客户
    fields:
      - name: email
        role: sensitive
  - name: public.sale
    label: 销售
    fields:
      - name: amount
        label: 金额
        role: measure
`;

function stateOf(columns: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const tables = new PackedMap<TableState>();
  for (const [name, own] of Object.entries(columns)) {
    tables.set(name, { structure: 's', data: 'd', columns: own, rules: [], comments: null });
  }
  return [...stateParts({ version: 1, execution_id: 'e', generated_at: 't', settings: 's', files: {}, tables })].join(
    '',
  );
}

const TABLES = { 'public.client': { id: 'integer', email: 'text' }, 'public.sale': { amount: 'numeric' } };

describe('the review of pairs', () => {
  let installation: TestInstallation;
  let module: TestingModule;
  let review: PairReviewService;
  let files: TaskFilesService;
  let taskId: string;

  const actor = (byUser: string) => ({ byUser, language: 'en' as const, signal: new AbortController().signal });
  const ann = actor('ann');
  const bob = actor('bob');
  const of = async (id: string) => (await review.get(taskId, id)).own;
  const stateNow = async (id: string) => (await of(id)).review.state;
  const versionOf = async (id: string): Promise<string> => (await of(id)).review.version;
  const decide = async (id: string, state: 'approved' | 'rejected' | 'needs_work' | 'new', who = ann) =>
    review.change(taskId, id, { version: await versionOf(id), state }, who);
  const textOf = (name = FILE): Promise<string> => module.get(FileStore).readText(taskId, name);
  const put = (name: string, content: string) => files.put(taskId, [{ name, content }]);
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof DomainError ? error.code : error),
    );
  /** Every file is as recorded, and no change is left open. */
  async function expectWhole(): Promise<void> {
    await module.get(FileChangesService).sweep(0);
    const checked = await module.get(IntegrityService).check(taskId, new AbortController().signal);
    expect(checked.filter(({ state }) => state === 'changed' || state === 'missing')).toEqual([]);
  }

  beforeAll(async () => {
    installation = await createTestInstallation('pair_review', 'postgres');
    await onDatabase(installation.config.businessDatabaseUrl, (client) =>
      client.query(`CREATE TABLE client (id int PRIMARY KEY, email text);
        INSERT INTO client SELECT n, 'person' || n || '@mail.example' FROM generate_series(1, 30) AS n;
        CREATE TABLE sale (amount numeric); INSERT INTO sale VALUES (2), (3)`),
    );
    module = await openTaskServices(installation.config, { module: PairReviewModule });
    review = module.get(PairReviewService);
    files = module.get(TaskFilesService);
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
  });

  beforeEach(async () => {
    const parameters = taskParametersSchema.parse({});
    taskId = (await module.get(TasksService).create({ parameters, tables: ['client', 'sale'] })).taskId;
    await put(FILE, renderPairs(FILE, PAIRS));
    await put('schema_state.json', stateOf(TABLES));
    await put('semantic_model.yaml', MODEL);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('keeps who decided what, and when', async () => {
    await decide(COUNT.id, 'needs_work');
    await review.change(
      taskId,
      COUNT.id,
      { version: await versionOf(COUNT.id), state: 'approved', comment: 'right' },
      bob,
    );
    const { own, history } = await review.get(taskId, COUNT.id);
    expect(own.review).toMatchObject({ state: 'approved', by: 'bob', comment: 'right', lapses: [] });
    expect(history.map(({ version, byUser, state, comment }) => [version, byUser, state, comment])).toEqual([
      [1, 'ann', 'needs_work', null],
      [2, 'bob', 'approved', 'right'],
    ]);
    expect(await codeOf(review.get(taskId, 'pair_x'))).toBe('pair_not_found');
  });

  it('lets one of twenty people change what all of them see', async () => {
    const version = await versionOf(COUNT.id);
    const people = Array.from({ length: 20 }, (_, index) => actor(`person ${index}`));
    const outcomes = await Promise.all(
      people.map((who, index) =>
        codeOf(review.change(taskId, COUNT.id, { version, state: 'approved', comment: String(index) }, who)),
      ),
    );
    expect(outcomes.filter((code) => code === null)).toHaveLength(1);
    expect(new Set(outcomes.filter((code) => code !== null))).toEqual(new Set(['pair_changed_meanwhile']));
    expect((await review.get(taskId, COUNT.id)).history).toHaveLength(1);
  });

  it('answers the repetition of a request whose answer was lost', async () => {
    const change = { version: await versionOf(COUNT.id), state: 'rejected' as const };
    await review.change(taskId, COUNT.id, change, ann);
    expect(await codeOf(review.change(taskId, COUNT.id, change, ann))).toBeNull();
    expect(await codeOf(review.change(taskId, COUNT.id, change, bob))).toBe('pair_changed_meanwhile');
    expect((await review.get(taskId, COUNT.id)).history).toHaveLength(1);
  });

  it('stores an edit, validates it first, and writes it into the file, which keeps its record', async () => {
    const version = await versionOf(SUM.id);
    const wrong = { version, sql: 'SELECT sum(amuont) FROM sale' };
    await expect(review.change(taskId, SUM.id, wrong, ann)).rejects.toMatchObject({
      code: 'pair_edit_invalid',
      details: { sqlstate: '42703', position: 12 },
    });
    const sql = 'SELECT sum(amount) AS total FROM sale WHERE amount > 0';
    await review.change(taskId, SUM.id, { version, sql, question: '正数金额合计', state: 'approved' }, ann);
    const own = await of(SUM.id);
    expect(own.pair).toMatchObject({ id: SUM.id, question: '正数金额合计', sql, tables: ['public.sale'] });
    expect(own.review).toMatchObject({ state: 'approved', lapses: [] });
    // Proven when it was edited, by the data as they are.
    const conditions = { checked: 1, biting: 0, vacuous: ['amount > 0'] };
    expect(own.pair.evidence).toMatchObject({ runs: true, row_count: 1, conditions });
    // Other words, and a later statement that is taken back, leave the proof.
    await review.change(taskId, SUM.id, { version: await versionOf(SUM.id), question: '金额合计' }, ann);
    expect((await of(SUM.id)).pair.evidence).toMatchObject({ row_count: 1, conditions });
    await review.change(
      taskId,
      SUM.id,
      { version: await versionOf(SUM.id), sql: 'SELECT 2 * sum(amount) FROM sale' },
      ann,
    );
    await review.undo(taskId, undefined, ann);
    await review.undo(taskId, undefined, ann);
    expect((await of(SUM.id)).pair).toMatchObject({ question: '正数金额合计', evidence: { row_count: 1, conditions } });
    expect(JSON.parse(await textOf())).toMatchObject([
      { question: COUNT.question },
      { question: NAMES.question },
      { question: '正数金额合计', sql, id: SUM.id, review: { state: 'approved', by: 'ann' } },
    ]);
    await expectWhole();
  });

  it.each([
    [
      'before the file',
      () => jest.spyOn(module.get(FileStore), 'write').mockRejectedValue(storageUnavailable('killed')),
    ],
    [
      'between the file and its record',
      () => {
        const rewrite = files.rewrite.bind(files);
        jest.spyOn(files, 'rewrite').mockImplementation(async (...parameters) => {
          await rewrite(...parameters);
          throw storageUnavailable('killed');
        });
      },
    ],
  ])('completes an edit whose process died %s, at the next look', async (_, kill) => {
    jest.spyOn(module.get(FileChangesService), 'settleQuietly').mockResolvedValue();
    kill();
    const sql = 'SELECT 2 * sum(amount) FROM sale';
    await review.change(taskId, SUM.id, { version: await versionOf(SUM.id), sql }, ann);
    // Whoever reads the pair gets the edit, also while the file is behind.
    expect((await module.get(TaskPairs).read(taskId)).pairs.find(({ pair }) => pair.id === SUM.id)?.pair.sql).toBe(sql);
    jest.restoreAllMocks();
    await module.get(FileChangesService).sweep(0);
    expect((await of(SUM.id)).pair.sql).toBe(sql);
    expect(await textOf()).toContain(sql);
    await expectWhole();
  });

  it('undoes the last action of a person, one after the other, and no action of another', async () => {
    await decide(COUNT.id, 'approved');
    const sql = 'SELECT max(amount) FROM sale';
    await review.change(taskId, SUM.id, { version: await versionOf(SUM.id), sql }, ann);
    await decide(NAMES.id, 'rejected', bob);
    expect(await review.undo(taskId, undefined, ann)).toEqual([SUM.id]);
    expect((await of(SUM.id)).pair).toMatchObject({ question: SUM.question, sql: SUM.sql });
    expect(await textOf()).not.toContain(sql);
    expect(await review.undo(taskId, undefined, ann)).toEqual([COUNT.id]);
    expect(await stateNow(COUNT.id)).toBe('new');
    expect(await codeOf(review.undo(taskId, undefined, ann))).toBe('pair_nothing_to_undo');
    expect(await stateNow(NAMES.id)).toBe('rejected');
    await decide(COUNT.id, 'approved');
    await decide(COUNT.id, 'rejected', bob);
    expect(await codeOf(review.undo(taskId, undefined, ann))).toBe('pair_undo_overtaken');
    await review.undo(taskId, undefined, bob);
    expect(await stateNow(COUNT.id)).toBe('approved');
  });

  it('undoes to the texts that the person saw, also where a run had made others since an earlier decision', async () => {
    await decide(SUM.id, 'approved');
    const made = 'SELECT sum(amount) AS made FROM sale';
    await put(FILE, renderPairs(FILE, [COUNT, NAMES, { ...SUM, sql: made }]));
    const sql = 'SELECT max(amount) FROM sale';
    await review.change(taskId, SUM.id, { version: await versionOf(SUM.id), sql }, ann);
    expect((await of(SUM.id)).pair.sql).toBe(sql);
    await review.undo(taskId, undefined, ann);
    expect((await of(SUM.id)).pair.sql).toBe(made);
    expect(await textOf()).toContain(made);
  });

  it('takes an edit back at once while its file can not be written yet, by an undo as by another edit', async () => {
    jest.spyOn(files, 'rewrite').mockRejectedValue(storageUnavailable('busy'));
    const change = async (pair: typeof SUM, sql: string) =>
      review.change(taskId, pair.id, { version: await versionOf(pair.id), sql }, ann);
    await change(SUM, 'SELECT max(amount) FROM sale');
    await review.undo(taskId, undefined, ann);
    await change(COUNT, 'SELECT 1 FROM client');
    await change(COUNT, COUNT.sql);
    const now = async () => [(await of(SUM.id)).pair.sql, (await of(COUNT.id)).pair.sql];
    expect(await now()).toEqual([SUM.sql, COUNT.sql]);
    jest.restoreAllMocks();
    expect(await now()).toEqual([SUM.sql, COUNT.sql]);
    expect(await textOf()).toContain(SUM.sql);
    await expectWhole();
  });

  it('decides about all pairs of a filter, if their number is that of the preview, once, and undoes it as a whole', async () => {
    const [filter, change] = [{ table: 'client' }, { state: 'approved' as const }];
    expect((await review.affected(taskId, filter, change)).map(({ pair }) => pair.id)).toEqual([COUNT.id, NAMES.id]);
    const key = randomUUID();
    const all = (expected: number) => review.changeAll(taskId, filter, change, { expected, key }, ann);
    expect(await codeOf(all(3))).toBe('pair_bulk_count_changed');
    const { batchId, count } = await all(2);
    expect([count, await all(2)]).toEqual([2, { batchId, count: 2 }]);
    expect([await stateNow(COUNT.id), await stateNow(NAMES.id), await stateNow(SUM.id)]).toEqual([
      'approved',
      'approved',
      'new',
    ]);
    expect((await review.undo(taskId, batchId, ann)).sort()).toEqual([COUNT.id, NAMES.id].sort());
    expect(await stateNow(NAMES.id)).toBe('new');
  });

  it.each([
    [
      'the statement',
      () => put(FILE, renderPairs(FILE, [{ ...SUM, sql: 'SELECT avg(amount) FROM sale;' }])),
      'sql_changed',
      null,
    ],
    [
      'the table',
      () => put('schema_state.json', stateOf({ 'public.client': TABLES['public.client'] })),
      'table_gone',
      'public.sale',
    ],
    [
      'the column',
      () => put('schema_state.json', stateOf({ ...TABLES, 'public.sale': { amount: 'text' } })),
      'column_changed',
      'public.sale.amount',
    ],
    [
      'a removed column',
      () => put('schema_state.json', stateOf({ ...TABLES, 'public.sale': { x: 'text' } })),
      'column_gone',
      'public.sale.amount',
    ],
    [
      'the meaning of the column',
      () => put('semantic_model.yaml', MODEL.replace('金额', '退款金额')),
      'column_meaning_changed',
      'public.sale.amount',
    ],
    [
      'the meaning of the table',
      () => put('semantic_model.yaml', MODEL.replace('销售', '退货')),
      'table_meaning_changed',
      'public.sale',
    ],
  ])('sends an approved pair back when %s changed, and names it', async (_, changes, code, what) => {
    await decide(SUM.id, 'approved');
    await changes();
    expect((await of(SUM.id)).review).toMatchObject({ state: 'new', decided: 'approved', lapses: [{ code, what }] });
  });

  it('keeps an approval when something else changed: other columns, layout of the statement, figures of the rows', async () => {
    await decide(SUM.id, 'approved');
    await put('schema_state.json', stateOf({ ...TABLES, 'public.sale': { amount: 'numeric', more: 'text' } }));
    await put(FILE, renderPairs(FILE, [{ ...SUM, sql: 'SELECT sum(amount)\n  FROM sale' }]));
    await put('semantic_model.yaml', MODEL.replace('role: measure', 'role: measure\n        importance: 0.5'));
    expect((await of(SUM.id)).review).toMatchObject({ state: 'approved', lapses: [] });
  });

  it('keeps approved and edited pairs through a run that makes others', async () => {
    await decide(COUNT.id, 'approved');
    await decide(NAMES.id, 'rejected');
    const sql = 'SELECT sum(amount) AS total FROM sale';
    await review.change(taskId, SUM.id, { version: await versionOf(SUM.id), sql }, ann);
    const stepFiles = { list: () => module.get(FileStore).names(taskId), read: textOf };
    const reviews = await module.get(TaskPairs).reviewsFor(taskId, stepFiles);
    const made = [
      newPair({ question: '新的', sql: 'SELECT 1' }),
      { ...SUM, sql: 'SELECT sum(amount) FROM sale LIMIT 5' },
    ];
    expect(
      reviews
        .kept(made)
        .map(({ id, sql: text, review: state }) => [id, text, (state as { state: string } | null)?.state]),
    ).toEqual([
      [pairId('新的'), 'SELECT 1', undefined],
      [SUM.id, sql, undefined],
      [COUNT.id, COUNT.sql, 'approved'],
    ]);
  });

  it('shows the first rows of a statement, masked, and runs nothing else', async () => {
    const { task, found } = await review.list(taskId);
    const surroundings = { task, language: 'en' as const, signal: new AbortController().signal };
    const preview = (sql: string, of = surroundings) =>
      module.get(PairPreviewService).preview(sql, { maxRows: 3, proves: true }, found.reviews.facts, of);
    const { check, result, evidence } = await preview(NAMES.sql);
    expect(evidence).toMatchObject({ runs: true, not_proven: null });
    expect(check.status).toBe('valid');
    expect(result?.columns).toEqual([
      { name: 'email', masked: true },
      { name: 'small', masked: true },
      { name: 'id', masked: false },
    ]);
    expect(result?.rows).toHaveLength(3);
    expect(JSON.stringify(result?.rows)).not.toMatch(/person\d|mail/);
    expect(result).toMatchObject({ isComplete: false });
    expect((await preview('SELECT count(email) FROM client')).result?.rows).toEqual([['30']]);
    expect(JSON.stringify(await preview(`SELECT x FROM (SELECT email || '' AS x FROM client) AS y`))).not.toContain(
      'mail.',
    );
    expect(await preview('DELETE FROM client')).toMatchObject({
      check: { status: 'invalid' },
      result: null,
      evidence: null,
    });
    const off = { ...task, parameters: { ...task.parameters, execute_sql: false } };
    expect(await codeOf(preview('SELECT 1', { ...surroundings, task: off }))).toBe('pair_preview_off');
  });

  it('names pairs that no question has found, once questions were asked', async () => {
    const retrieved = module.get(RetrievedPairs);
    const risksOf = async (id: string) => (await of(id)).risks;
    expect(await risksOf(COUNT.id)).not.toContain('never_retrieved');
    retrieved.note([COUNT.question, COUNT.question, SUM.question]);
    retrieved.note([COUNT.question]);
    await retrieved.flush();
    expect(await risksOf(COUNT.id)).not.toContain('never_retrieved');
    expect(await risksOf(SUM.id)).not.toContain('never_retrieved');
    expect(await risksOf(NAMES.id)).toContain('never_retrieved');
    const rows = await module
      .get(DataSource)
      .query<{ pair_id: string; times: number }[]>(
        'SELECT pair_id, times FROM data_pipeline_retrieved_pairs ORDER BY times',
      );
    expect(rows.map(({ pair_id: id, times }) => [id, times])).toEqual([
      [SUM.id, 1],
      [COUNT.id, 2],
    ]);
  });

  it('counts what was retrieved while the database is away, later', async () => {
    const retrieved = module.get(RetrievedPairs);
    jest.spyOn(module.get(DataSource), 'query').mockRejectedValueOnce(new Error('away'));
    retrieved.note([NAMES.question]);
    await retrieved.flush();
    await retrieved.flush();
    expect((await of(NAMES.id)).risks).not.toContain('never_retrieved');
  });
});
