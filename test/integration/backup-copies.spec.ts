import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { generateX25519Identity } from 'age-encryption';
import { DataSource } from 'typeorm';
import { VectorBackupEntity, type VectorOperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { openStorage } from '#libs/files';
import { CopiesMark, StorageMark } from '#libs/fleet';
import {
  BackupCatalog,
  BackupCopies,
  BackupLocations,
  createBackup,
  previewRetention,
  VectorOperationRunner,
  VectorOperationsService,
  VerificationTurn,
  type BackupFolder,
  type CopiedBackup,
} from '#libs/vector-backup';
import { ensureVectorTables } from '#libs/vector-store';
import { backupOptions, contextOf } from '../../libs/vector-backup/src/operation-options.fixture.js';
import { startS3Server, type S3Server } from '../harness/s3-server.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';
import { onDatabase } from '../harness/test-database.js';

jest.setTimeout(120_000);

const STOPPED = new DomainError({ code: 'stopped', kind: 'unavailable', zh: '停止', en: 'stopped' });

/** The first storage is a folder, the second one a bucket. */
describe('copies of backups', () => {
  let server: S3Server;
  let installation: TestInstallation;
  let module: TestingModule;
  let operations: VectorOperationsService;
  let copies: BackupCopies;

  beforeAll(async () => {
    server = await startS3Server();
    installation = await createTestInstallation('copies', 'postgres', {
      VECTOR_BACKUP_COPY_URL: server.urlOf('second'),
      VECTOR_BACKUP_KEY: await generateX25519Identity(),
      VECTOR_BACKUP_KEEP: '3',
      ...server.credentials,
    });
    module = await openTaskServices(installation.config);
    operations = module.get(VectorOperationsService);
    copies = module.get(BackupCopies);
    await onDatabase(installation.config.vectorDatabaseUrl, ensureVectorTables);
    await new StorageMark(module.get(DataSource), openStorage(installation.config.storage)).mark();
  });

  afterAll(async () => {
    await module?.close();
    await installation?.remove();
    await server?.stop();
  });

  afterEach(async () => {
    server.faults.length = 0;
    await module.get(DataSource).query('DELETE FROM data_pipeline_vector_operations');
    await rm(firstFolder(), { recursive: true, force: true });
    const second = copies.locations!.folder(null);
    await second.remove((await second.list()).map(({ name }) => name));
  });

  const firstFolder = (): string => join(installation.storageDirectory, 'vector_bak');
  const inSecond = async (): Promise<string[]> => (await copies.locations!.folder(null).list()).map(({ name }) => name);

  function runOperation(operationId: string, shutdown = new AbortController().signal) {
    return module.get(VectorOperationRunner).run(operationId, { attemptsLeft: 2, shutdown });
  }

  async function backUp(parameters: Record<string, boolean> = {}): Promise<{ id: string; timestamp: string }> {
    const request = { kind: 'backup', taskId: null, parameters, connectionString: null } as const;
    const { operationId: id } = await operations.create(request);
    await runOperation(id);
    return { id, timestamp: (await operations.backupOf(id)).timestamp };
  }

  async function copyOperation(timestamp: string): Promise<VectorOperationEntity> {
    const { operations: found } = await operations.list({ kind: 'copy' }, 50, 0);
    const operation = found.find(({ parameters }) => parameters['timestamp'] === timestamp);
    if (operation === undefined) {
      throw new Error(`no copy of ${timestamp} was requested`);
    }
    return operation;
  }

  const copyOf = async (timestamp: string) => runOperation((await copyOperation(timestamp)).operationId);

  async function copyAgain(timestamp: string): Promise<unknown> {
    const parameters = { source_task_id: null, timestamp };
    const { operationId } = await operations.create({ kind: 'copy', taskId: null, parameters, connectionString: null });
    return runOperation(operationId);
  }

  const listed = async (): Promise<readonly CopiedBackup[]> =>
    (await copies.list({ globalOnly: true, taskId: null }))[0]?.backups ?? [];

  const statesNow = async (): Promise<unknown[]> => (await listed()).map(({ storage, copy }) => [storage, copy?.state]);

  async function restore(timestamp: string, kind: 'restore' | 'verify', storage: string): Promise<unknown> {
    const parameters = {
      source_task_id: null,
      timestamp,
      storage,
      ...(kind === 'restore' ? { on_conflict: 'skip' } : {}),
    };
    const { operationId } = await operations.create({ kind, taskId: null, parameters, connectionString: null });
    const outcome = await runOperation(operationId);
    return outcome.outcome === 'completed' ? outcome.result : outcome;
  }

  it('are requested with each backup, have the same files, and are listed with their state', async () => {
    const { timestamp } = await backUp({ verify: true });
    expect(await statesNow()).toEqual([['first', 'pending']]);
    expect(await copyOf(timestamp)).toMatchObject({
      outcome: 'completed',
      result: { timestamp, removed_timestamps: [] },
    });
    expect(await statesNow()).toEqual([['first', 'verified']]);
    const names = (await readdir(firstFolder())).filter((name) => name.includes(timestamp)).sort();
    expect(await inSecond()).toEqual(names);
    for (const name of names) {
      const stored = copies.locations!.folder(null);
      expect(await stored.readText(name)).toBe(await readFile(join(firstFolder(), name), 'utf8'));
    }
    expect(await copyAgain(timestamp)).toMatchObject({ outcome: 'completed', result: { bytes: 0 } });
  });

  it('are restored and verified when the first storage has lost the backup', async () => {
    const { timestamp } = await backUp();
    await copyOf(timestamp);
    for (const name of await readdir(firstFolder())) {
      if (!name.startsWith('vector_backup_log')) {
        await rm(join(firstFolder(), name));
      }
    }
    expect(await statesNow()).toEqual([['copy', 'verified']]);
    expect(await restore(timestamp, 'restore', 'auto')).toMatchObject({
      restore_performed: true,
      backup_info: { backup_path: copies.locations!.folder(null).location },
    });
    expect(await restore(timestamp, 'verify', 'auto')).toMatchObject({ verified: true });
    expect(await inSecond()).toContain(`verification_${timestamp}.json`);
    await expect(restore(timestamp, 'restore', 'first')).rejects.toMatchObject({ code: 'vector_backup_not_found' });
  });

  it('can be named while the first storage has the backup too', async () => {
    const { timestamp } = await backUp();
    await copyOf(timestamp);
    expect(await restore(timestamp, 'restore', 'copy')).toMatchObject({
      backup_info: { backup_path: copies.locations!.folder(null).location },
    });
    expect(await restore(timestamp, 'restore', 'auto')).toMatchObject({
      backup_info: { backup_path: module.get(BackupLocations).relativePath(null) },
    });
  });

  it('wait for a second storage that is away, which neither the backup nor the list does', async () => {
    server.faults.push({ request: /second/, answer: 500 });
    const { timestamp } = await backUp();
    expect(await statesNow()).toEqual([['first', 'unknown']]);
    expect(await copyOf(timestamp)).toMatchObject({ outcome: 'waiting' });
    server.faults.length = 0;
    expect(await statesNow()).toEqual([['first', 'pending']]);
    expect(await copyOf(timestamp)).toMatchObject({ outcome: 'completed' });
    expect(await statesNow()).toEqual([['first', 'verified']]);
  });

  it('of a worker that was stopped half way leave no half copy, and are made by the next one', async () => {
    const { timestamp } = await backUp();
    const shutdown = new AbortController();
    const stop = async (): Promise<void> => shutdown.abort(STOPPED);
    server.faults.push({ request: /PUT .*langchain_pg_embedding/, before: stop, times: 1 });
    const { operationId } = await copyOperation(timestamp);
    expect(await runOperation(operationId, shutdown.signal)).toMatchObject({ outcome: 'handed_back' });
    expect(await statesNow()).toEqual([['first', 'pending']]);
    expect((await inSecond()).filter((name) => name.startsWith('manifest'))).toEqual([]);
    expect(await copyOf(timestamp)).toMatchObject({ outcome: 'completed' });
    expect(await statesNow()).toEqual([['first', 'verified']]);
  });

  it('are counted by the index for monitoring, also while the second storage is away', async () => {
    const { timestamp } = await backUp();
    const catalog = module.get(BackupCatalog);
    expect(await catalog.overview()).toMatchObject({ copiesMissing: 1, uncopied: { backup: { timestamp } } });
    await copyOf(timestamp);
    const copied = { copiesMissing: 0, uncopied: null, newestCopied: { backup: { timestamp } } };
    expect(await catalog.overview()).toMatchObject(copied);
    server.faults.push({ request: /second/, answer: 500 });
    await catalog.refresh(null);
    expect(await catalog.overview()).toMatchObject(copied);
    server.faults.length = 0;
    await rm(join(firstFolder(), `verification_${timestamp}.json`), { force: true });
    await copies.locations!.folder(null).remove([`manifest_${timestamp}.json`]);
    await catalog.refresh(null);
    expect(await catalog.overview()).toMatchObject({ copiesMissing: 1, uncopied: { backup: { timestamp } } });
  });

  it('stand in for an encrypted backup that was replaced by a plain one, which is refused and not copied', async () => {
    const { timestamp } = await backUp();
    await copyOf(timestamp);
    const keyId = (await listed())[0]?.encryption?.keyId;
    await putPlainBackup(timestamp);
    const downgraded = { code: 'vector_backup_downgraded', params: { timestamp, key_id: keyId } };
    await expect(restore(timestamp, 'restore', 'first')).rejects.toMatchObject(downgraded);
    await expect(restore(timestamp, 'verify', 'first')).rejects.toMatchObject(downgraded);
    expect(await listed()).toMatchObject([{ problem: downgraded, damage: { code: 'vector_backup_downgraded' } }]);
    expect(await module.get(BackupCatalog).overview()).toMatchObject({ damaged: 1, newest: null });
    await expect(copyAgain(timestamp)).rejects.toMatchObject({ code: 'vector_copy_differs' });
    // The index remembers it without the operation, and one of the two is enough.
    await module.get(DataSource).query('DELETE FROM data_pipeline_vector_operations');
    await expect(restore(timestamp, 'restore', 'first')).rejects.toMatchObject(downgraded);
    expect(await restore(timestamp, 'restore', 'copy')).toMatchObject({ restore_performed: true, errors: [] });
  });

  it('are not called failed when the backup was replaced, and the operator can make the database forget', async () => {
    const { timestamp } = await backUp();
    await copyOf(timestamp);
    const keyId = (await listed())[0]?.encryption?.keyId;
    await putPlainBackup(timestamp);
    expect(await statesNow()).toEqual([['first', 'verified']]);
    const catalog = module.get(BackupCatalog);
    expect(await catalog.forgetEncryption(null, timestamp)).toBe(keyId);
    expect(await listed()).toMatchObject([{ problem: null, encryption: null, copy: { state: 'failed' } }]);
    expect(await restore(timestamp, 'restore', 'first')).toMatchObject({ restore_performed: true });
    await expect(catalog.forgetEncryption(null, timestamp)).rejects.toMatchObject({ code: 'vector_backup_not_found' });
  });

  const remembered = async (): Promise<unknown[]> =>
    (await module.get(BackupCatalog).all()).map((row) => [row.timestamp, row.encryptionKeyId]);

  it.each(['of a key that the service does not have', 'of a key of the service, with a code that is not right'])(
    'the encryption that a manifest names is not remembered: %s',
    async (which) => {
      const { timestamp } = await backUp();
      const keyId = (await listed())[0]!.encryption!.keyId;
      const file = join(firstFolder(), `manifest_${timestamp}.json`);
      const sealed = await readFile(file, 'utf8');
      const forged = which.startsWith('of a key that') ? sealed.replace(keyId, 'age1aaaaaaaa') : `${sealed}\n`;
      await module.get(DataSource).query('DELETE FROM data_pipeline_vector_backups');
      const catalog = module.get(BackupCatalog);
      await writeFile(file, forged);
      await catalog.refresh(null);
      expect(await remembered()).toEqual([[timestamp, null]]);
      await writeFile(file, sealed);
      await catalog.refresh(null);
      expect(await remembered()).toEqual([[timestamp, keyId]]);
    },
  );

  it('a listing that is late takes neither a newer row nor what is remembered', async () => {
    const { timestamp } = await backUp();
    const [[, keyId]] = (await remembered()) as [[string, string]];
    const catalog = module.get(BackupCatalog);
    const rows = module.get(DataSource).getRepository(VectorBackupEntity);
    const row = await rows.findOneByOrFail({ timestamp });
    await rows.delete({ timestamp });
    const list = copies.list.bind(copies);
    const looked = jest.spyOn(copies, 'list').mockImplementation(async (filter) => {
      const found = await list(filter);
      await rows.insert([row, { ...row, timestamp: '29990101_000000' }]);
      const plain = ({ backups, ...location }: (typeof found)[number]) => ({
        ...location,
        backups: backups.map((backup) => ({ ...backup, encryption: null })),
      });
      return found.map(plain);
    });
    try {
      await catalog.refresh(null);
    } finally {
      looked.mockRestore();
    }
    expect(await remembered()).toEqual([
      [timestamp, keyId],
      ['29990101_000000', keyId],
    ]);
  });

  it('a plain backup that nobody remembers is named where there is a key', async () => {
    const { timestamp } = await backUp();
    await putPlainBackup(timestamp);
    await module.get(DataSource).query('DELETE FROM data_pipeline_vector_operations');
    await module.get(DataSource).query('DELETE FROM data_pipeline_vector_backups');
    const warning = { errors: [expect.stringContaining('VECTOR_BACKUP_KEY')] };
    expect(await restore(timestamp, 'restore', 'first')).toMatchObject(warning);
    expect(await restore(timestamp, 'verify', 'first')).toMatchObject({ ...warning, encryption_key_id: null });
  });

  /** As somebody does who may write to the storage and has no key: a whole, unencrypted backup of the same name. */
  async function putPlainBackup(timestamp: string): Promise<void> {
    const { vectorDatabaseUrl: connectionString, storage, timeZone } = installation.config;
    const manifest: unknown = JSON.parse(await readFile(join(firstFolder(), `manifest_${timestamp}.json`), 'utf8'));
    const startedAt = new Date((manifest as { created_at: string }).created_at);
    await rm(firstFolder(), { recursive: true });
    const folder = new BackupLocations(openStorage(storage)).folder(null);
    const made = await createBackup(backupOptions({ connectionString, folder, startedAt, timeZone }), contextOf());
    expect(made).toMatchObject({ backup_timestamp: timestamp, encryption_key_id: null });
  }

  it('are not made of a damaged backup; the next backup requests them again', async () => {
    const { id, timestamp } = await backUp();
    const { result } = await operations.get(id);
    const tables = result!['tables_backed_up'] as Record<string, { backup_file: string }>;
    const file = join(firstFolder(), tables['langchain_pg_embedding']!.backup_file);
    await cp(file, `${file}.kept`);
    await writeFile(file, 'x');
    await expect(copyOf(timestamp)).rejects.toMatchObject({ code: 'vector_backup_damaged' });
    expect(await inSecond()).toEqual([]);
    expect((await listed())[0]?.copy).toMatchObject({ state: 'failed', problem: { code: 'vector_backup_damaged' } });
    await rename(`${file}.kept`, file);
    const later = await backUp();
    expect(await statesNow()).toEqual([
      ['first', 'pending'],
      ['first', 'pending'],
    ]);
    await copyOf(timestamp);
    await copyOf(later.timestamp);
    expect((await listed()).map(({ copy }) => copy?.state)).toEqual(['verified', 'verified']);
  });

  it('go with the backups of the first storage, but for the last verified one', async () => {
    const made: string[] = [];
    for (const verify of [true, false, false, false, false]) {
      const { timestamp } = await backUp({ verify });
      await copyOf(timestamp);
      made.push(timestamp);
    }
    const timestampsOf = (names: readonly string[]): string[] =>
      names.flatMap((name) => /^manifest_(.*)\.json$/.exec(name)?.[1] ?? []).sort();
    const kept = timestampsOf(await readdir(firstFolder()));
    expect(kept).toContain(made[0]);
    expect(kept).not.toContain(made[1]);
    expect(timestampsOf(await inSecond())).toEqual(kept);
  });

  const dataFileIn = (names: readonly string[], timestamp: string): string =>
    names.find((name) => name.startsWith(`langchain_pg_embedding_${timestamp}`))!;

  /** Other content of the same size. */
  async function spoil(folder: BackupFolder, timestamp: string): Promise<void> {
    const name = dataFileIn(
      (await folder.list()).map((file) => file.name),
      timestamp,
    );
    await folder.write(name, 'x'.repeat((await folder.find(name))!.size));
  }

  const damageNotes = async (folder: BackupFolder): Promise<string[]> =>
    (await folder.list()).map(({ name }) => name).filter((name) => name.startsWith('damaged_'));

  it('of a backup that is found bad on the first storage stay good ones, and it is not copied again', async () => {
    const { timestamp } = await backUp({ verify: true });
    await copyOf(timestamp);
    const [first, second] = [module.get(BackupLocations).folder(null), copies.locations!.folder(null)];
    await spoil(first, timestamp);
    await expect(restore(timestamp, 'verify', 'first')).rejects.toMatchObject({ code: 'vector_backup_cut' });
    await copyAgain(timestamp);
    expect([await damageNotes(first), await damageNotes(second)]).toEqual([[`damaged_${timestamp}.json`], []]);
    expect(await statesNow()).toEqual([['first', 'verified']]);
    await second.remove([dataFileIn(await inSecond(), timestamp)]);
    await copies.request(null);
    expect((await copyOperation(timestamp)).status).toBe('completed');
  });

  it.each(['damaged', 'incomplete'])('that are %s are no copies, and are made again', async (how) => {
    const { timestamp } = await backUp({ verify: true });
    await copyOf(timestamp);
    const second = copies.locations!.folder(null);
    if (how === 'damaged') {
      await spoil(second, timestamp);
      await expect(restore(timestamp, 'verify', 'copy')).rejects.toMatchObject({ code: 'vector_backup_cut' });
    } else {
      await second.remove([dataFileIn(await inSecond(), timestamp)]);
    }
    const problem = { en: expect.stringMatching(how === 'damaged' ? /is cut off/ : /Missing: langchain_pg_embedding/) };
    expect((await listed())[0]?.copy).toMatchObject({ state: 'failed', problem });
    expect(await damageNotes(second)).toEqual(how === 'damaged' ? [`damaged_${timestamp}.json`] : []);
    await copies.request(null);
    await copyOf(timestamp);
    expect(await damageNotes(second)).toEqual([]);
    expect(await statesNow()).toEqual([['first', 'verified']]);
    expect(await restore(timestamp, 'verify', 'copy')).toMatchObject({ verified: true });
  });

  it('are not replaced by another backup of the same timestamp', async () => {
    const { timestamp } = await backUp();
    await copyOf(timestamp);
    const manifest = join(firstFolder(), `manifest_${timestamp}.json`);
    await writeFile(manifest, `${await readFile(manifest, 'utf8')} `);
    expect((await listed())[0]?.copy).toMatchObject({ state: 'failed', problem: { code: 'vector_copy_differs' } });
    const before = await copies.locations!.folder(null).list();
    await backUp();
    await expect(copyOf(timestamp)).rejects.toMatchObject({ code: 'vector_copy_differs' });
    expect((await copies.locations!.folder(null).list()).filter(({ name }) => name.includes(timestamp))).toEqual(
      before.filter(({ name }) => name.includes(timestamp)),
    );
  });

  it('that are being made are left out by the retention on the copies', async () => {
    const { timestamp } = await backUp();
    const later = await backUp();
    await copyOf(later.timestamp);
    const rules = { keep: 1, keepDays: null, keepDaily: null, keepWeekly: null, keepMonthly: null };
    const seen: string[][] = [];
    const look = async (): Promise<void> => {
      const [found] = await previewRetention(copies.locations!, rules, { now: new Date(), timeZone: 'UTC' });
      seen.push(found!.decisions.map(({ backup }) => backup.timestamp));
    };
    server.faults.push({ request: new RegExp(`PUT .*manifest_${timestamp}\\.json(?!/)`), before: look });
    await copyOf(timestamp);
    expect(seen).toEqual([[later.timestamp]]);
  });

  it('that are open keep their backup from being deleted', async () => {
    const { id, timestamp } = await backUp();
    const { operationId } = await copyOperation(timestamp);
    await expect(operations.remove(id)).rejects.toMatchObject({ code: 'vector_operation_running' });
    await operations.cancel(operationId);
    await operations.remove(id);
    expect(await listed()).toEqual([]);
  });

  it('that wait do not keep an old backup from being verified again', async () => {
    await backUp();
    expect(await module.get(VerificationTurn).take('turn')).toMatch(/^vector_verify_/);
  });

  describe('have a storage that', () => {
    const secondStorage = () => openStorage(installation.config.vectorBackup.copy!);
    const adopt = () => new CopiesMark(module.get(DataSource), secondStorage()).adopt();
    const markFile = () => secondStorage().folder('.installation');

    afterEach(adopt);

    it.each([
      ['belongs to another installation', 'copies_of_another'],
      ['has lost its mark, as a share that is not mounted', 'copies_without_mark'],
    ])('%s is left alone until an operator adopts it', async (_, code) => {
      const { id, timestamp } = await backUp();
      await copyOf(timestamp);
      if (code === 'copies_of_another') {
        await markFile().write('mark.json', JSON.stringify({ mark: randomUUID() }));
      } else {
        await markFile().remove(['mark.json']);
      }
      const before = await inSecond();
      expect((await listed())[0]?.copy).toMatchObject({ state: 'unknown', problem: { code } });
      await expect(operations.remove(id)).rejects.toMatchObject({ code });
      await expect(restore(timestamp, 'restore', 'copy')).resolves.toMatchObject({ outcome: 'waiting' });
      const later = await backUp();
      expect(await copyOf(later.timestamp)).toMatchObject({ outcome: 'waiting' });
      expect(await inSecond()).toEqual(before);
      await adopt();
      expect(await copyOf(later.timestamp)).toMatchObject({ outcome: 'completed' });
      expect(await statesNow()).toEqual([
        ['first', 'verified'],
        ['first', 'verified'],
      ]);
    });

    it('was never marked is marked by the first copy', async () => {
      await markFile().remove(['mark.json']);
      await module.get(DataSource).query('UPDATE data_pipeline_storage_marks SET copies_location = NULL');
      await copyOf((await backUp()).timestamp);
      const marks = await module
        .get(DataSource)
        .query<{ mark: string }[]>('SELECT mark, copies_location FROM data_pipeline_storage_marks');
      expect(marks).toEqual([{ mark: expect.any(String), copies_location: secondStorage().location }]);
      expect(JSON.parse((await markFile().readText('mark.json'))!)).toEqual({ mark: marks[0]?.mark });
    });
  });

  it('go when their backup is deleted; if that fails, nothing is deleted', async () => {
    const { id, timestamp } = await backUp();
    await copyOf(timestamp);
    server.faults.push({ request: /DELETE .*second/, answer: 500 });
    await expect(operations.remove(id)).rejects.toMatchObject({ code: 'vector_storage_failed' });
    expect((await readdir(firstFolder())).some((name) => name === `manifest_${timestamp}.json`)).toBe(true);
    server.faults.length = 0;
    await operations.remove(id);
    expect([await listed(), await inSecond()]).toEqual([[], []]);
  });
});

it('without a second storage there are no copies, and none can be named', async () => {
  const installation = await createTestInstallation('no_copies', 'postgres');
  const module = await openTaskServices(installation.config);
  try {
    const copies = module.get(BackupCopies);
    expect(openStorage(installation.config.storage).location).toBe(installation.storageDirectory);
    expect(await copies.list({ globalOnly: true, taskId: null })).toEqual([]);
    await expect(copies.folderOf(null, '20250721_154914', 'copy')).rejects.toMatchObject({ code: 'vector_copy_unset' });
  } finally {
    await module.close();
    await installation.remove();
  }
});
