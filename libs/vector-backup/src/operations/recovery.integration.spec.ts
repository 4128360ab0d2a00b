import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import type { VectorOperationEntity, VectorOperationMilestone } from '#libs/database';
import { LocalStorage } from '#libs/files';
import type { JsonObject } from '#libs/pipeline';
import { wasTransactionCommitted } from '../database/transaction-outcome.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { KEEP_ALL } from '../folder/plan-retention.fixture.js';
import { EMBEDDING_TABLE } from '../tables.js';
import { connectTo, contentOf, fillVectorTables } from '../vector-rows.fixture.js';
import type { OperationSetup } from './operation-setup.js';
import { recoverBackup, runBackup } from './run-backup.js';
import { recoverRestore, runRestore } from './run-restore.js';

const OPERATION = 'vector_20250721_154914_tried';

/** Recovery by the next worker, from the milestone and from the server's answer. */
describe('an operation whose worker was killed', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let directory: string;
  let milestones: VectorOperationMilestone[];
  let setup: OperationSetup;

  beforeAll(async () => {
    database = await createTestDatabase('recovery');
    client = await connectTo(database.url);
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    await fillVectorTables(client, 10);
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-recovery-'));
    milestones = [];
    const { signal } = new AbortController();
    setup = {
      connectionString: database.url,
      locations: new BackupLocations(new LocalStorage(directory)),
      copies: {
        folderToWrite: async (taskId) => setup.locations.folder(taskId),
        folderOf: async (taskId) => setup.locations.folder(taskId),
      },
      timeZone: 'UTC',
      lockTimeoutMs: 20_000,
      retention: KEEP_ALL,
      context: { signal, language: 'zh', progress: () => undefined, log: () => undefined },
      saveMilestone: async (milestone) => void milestones.push(milestone),
      wasCommitted: (transactionId) => wasTransactionCommitted(database.url, transactionId, signal),
    };
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function operation(parameters: JsonObject, milestone: VectorOperationMilestone | null = null): VectorOperationEntity {
    const createdAt = new Date('2025-07-21T15:49:14Z');
    return { operationId: OPERATION, taskId: null, parameters, createdAt, milestone } as VectorOperationEntity;
  }

  /** The id of an aborted transaction. */
  async function abortedTransaction(): Promise<string> {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    await client.query('ROLLBACK');
    return rows[0]?.id ?? '';
  }

  const files = (): Promise<string[]> => readdir(join(directory, 'vector_bak'));

  it('while it wrote files: they are removed, and the backup is made', async () => {
    const folder = setup.locations.folder(null);
    await folder.create();
    const timestamp = await folder.reserveTimestamp('20250721_154914', null, OPERATION);
    const file = await folder.begin(`langchain_pg_embedding_${timestamp}.csv`, 0);
    await file.write(Buffer.from('id,'));
    await file.abandon();
    const interrupted = operation({ truncate: true }, { timestamp });
    expect(await recoverBackup(interrupted, setup)).toBeNull();
    expect(await files()).toEqual([]);
    expect(await contentOf(client)).toHaveLength(22);
    expect(await runBackup(interrupted, setup)).toMatchObject({ backup_performed: true, truncate_performed: true });
  });

  it('before it wrote its reservation down: the reservation goes, and that of another operation stays', async () => {
    const folder = setup.locations.folder(null);
    await folder.create();
    await folder.reserveTimestamp('20250721_154914', null, OPERATION);
    const other = await folder.reserveTimestamp('20250721_154914', null, 'vector_20250721_154914_other');
    await runBackup(operation({}), setup);
    expect((await files()).filter((name) => name.endsWith('.tmp'))).toEqual([`manifest_${other}.json.tmp`]);
  });

  it('between the files and the truncation: the table still has its rows, and all is done again', async () => {
    await runBackup(operation({ truncate: false }), setup);
    const { timestamp, result } = milestones.at(-1) ?? {};
    const transactionId = await abortedTransaction();
    const interrupted = operation({ truncate: true }, { timestamp: timestamp!, result: result!, transactionId });
    expect(await recoverBackup(interrupted, setup)).toBeNull();
    const again = await runBackup(interrupted, setup);
    expect(again).toMatchObject({
      truncate_performed: true,
      backup_timestamp: `${timestamp}_2`,
      truncate_results: { [EMBEDDING_TABLE]: { rows_before: 19, rows_after: 0 } },
    });
  });

  it('after the truncation: it is not done a second time, to a table that has new rows by now', async () => {
    await runBackup(operation({ truncate: true }), setup);
    await client.query(`INSERT INTO langchain_pg_embedding (id) VALUES ('new')`);
    const recovered = await recoverBackup(operation({ truncate: true }, milestones.at(-1)), setup);
    expect(recovered).toMatchObject({
      truncate_performed: true,
      truncate_results: { [EMBEDDING_TABLE]: { rows_before: 19, rows_after: 0 } },
    });
    expect(await contentOf(client)).toHaveLength(4);
    expect((await files()).filter((name) => name.startsWith('manifest_'))).toHaveLength(1);
  });

  it('after the files of a backup that truncates nothing: it is done', async () => {
    const result = await runBackup(operation({}), setup);
    expect(await recoverBackup(operation({}, milestones.at(-1)), setup)).toMatchObject({
      backup_timestamp: result['backup_timestamp'],
      truncate_performed: false,
    });
    expect((await files()).filter((name) => name.startsWith('manifest_'))).toHaveLength(1);
  });

  it('in a restore, before its words were indexed: the next worker does it', async () => {
    const { backup_timestamp: timestamp } = await runBackup(operation({}), setup);
    const parameters = { source_task_id: null, timestamp: timestamp ?? null, truncate_before_restore: true };
    const indexed = async (): Promise<number> => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM data_pipeline_lexical_record l
           JOIN langchain_pg_embedding e ON e.id = l.record`,
      );
      return rows[0]?.count ?? 0;
    };
    await runRestore(operation(parameters), setup);
    const all = await indexed();
    expect(all).toBeGreaterThan(0);
    // A backup of an earlier version, restored into a store without the tables.
    await client.query('DROP TABLE data_pipeline_lexical_record, data_pipeline_lexical_term');
    await recoverRestore(operation(parameters, milestones.at(-1)), setup);
    expect(await indexed()).toBe(all);
  });

  it('in a restore, before the commit and after it', async () => {
    const { backup_timestamp: timestamp } = await runBackup(operation({}), setup);
    const parameters = { source_task_id: null, timestamp: timestamp ?? null, truncate_before_restore: true };
    await runRestore(operation(parameters), setup);
    const reached = milestones.at(-1) ?? {};
    expect(await recoverRestore(operation(parameters, reached), setup)).toMatchObject({
      restore_results: { [EMBEDDING_TABLE]: { rows_restored: 19 } },
    });
    const aborted = { ...reached, transactionId: await abortedTransaction() };
    expect(await recoverRestore(operation(parameters, aborted), setup)).toBeNull();
    expect(await recoverRestore(operation(parameters), setup)).toBeNull();
  });
});
