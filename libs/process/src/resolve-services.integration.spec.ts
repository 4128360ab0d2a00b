import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { runSql } from '../../../test/harness/test-database.js';
import { resolveServices } from './resolve-services.js';

describe('a queue on PostgreSQL', () => {
  let installation: TestInstallation;
  const role = `queue_role_${randomBytes(4).toString('hex')}`;

  const configOf = (queuePrefix: string): TestInstallation['config'] => {
    const { config } = installation;
    const url = new URL(config.databaseUrl);
    Object.assign(url, { username: role, password: 'x' });
    return { ...config, databaseUrl: url.toString(), queueUrl: url.toString(), queuePrefix };
  };

  beforeAll(async () => {
    installation = await createTestInstallation('hidden', 'postgres');
    const { databaseUrl } = installation.config;
    await runSql(
      databaseUrl,
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
    );
  });

  afterAll(async () => {
    await runSql(installation.config.databaseUrl, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await installation.remove();
  });

  it('is refused a schema that would hide the task tables', async () => {
    await expect(resolveServices(configOf(role))).rejects.toThrow(`QUEUE_PREFIX: expected another name than ${role}`);
  });

  it('may have any other schema, or this one where the search path does not name it', async () => {
    await (await resolveServices(configOf(`${role}_queue`))).release();
    await runSql(installation.config.databaseUrl, `ALTER ROLE ${role} SET search_path = public`);
    await (await resolveServices(configOf(role))).release();
  });
});

it('does not start on task tables that a newer version migrated', async () => {
  const installation = await createTestInstallation('newer', 'redis');
  const { databaseUrl } = installation.config;
  await runSql(databaseUrl, `INSERT INTO data_pipeline_migrations (timestamp, name) VALUES (9999999999999, 'Later1')`);
  await expect(resolveServices(installation.config)).rejects.toThrow(
    /migrated by a newer version \(Later1\); this one is .*: start the newer version/,
  );
  await installation.remove();
});
