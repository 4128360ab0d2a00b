import { InvalidArgumentError, type Command } from 'commander';
import type { DataSource } from 'typeorm';
import { ApiKeyRepository } from '#libs/access';
import { API_KEY_SCOPES, type ApiKeyEntity, type ApiKeyScope } from '#libs/database';
import { auditCommand } from './audit-command.js';
import { reportFailure } from './report-failure.js';
import { withTaskDatabase } from './task-database.js';

const DAY_MS = 86_400_000;

interface CreateOptions {
  readonly name: string;
  readonly scopes: ApiKeyScope[];
  readonly expiresDays?: number;
}

/** `keys create | list | revoke`: the API keys in the task database. */
export function addKeysCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const keys = program.command('keys').description('the API keys of the installation');
  const onDatabase = (work: (dataSource: DataSource) => Promise<void>) =>
    reportFailure(() => withTaskDatabase(environment, work));
  keys
    .command('create')
    .description('make a key; it is shown once')
    .requiredOption('--name <name>', 'whom or what it is for', keyName)
    .option('--scopes <list>', 'read, run or admin, with commas; each holds those before it', scopeList, [
      'read',
      'run',
    ])
    .option('--expires-days <days>', 'days until it is no longer valid', wholeDays)
    .action((options: CreateOptions) => onDatabase((dataSource) => createKey(dataSource, options)));
  keys
    .command('list')
    .description('every key, without the keys themselves')
    .action(() => onDatabase(listKeys));
  keys
    .command('revoke <id>')
    .description('end a key; it works for five more seconds at most')
    .action((id: string) => onDatabase((dataSource) => revokeKey(dataSource, keyId(id))));
}

async function createKey(dataSource: DataSource, { name, scopes, expiresDays }: CreateOptions): Promise<void> {
  const expiresAt = expiresDays === undefined ? null : new Date(Date.now() + expiresDays * DAY_MS);
  const { entity, key } = await new ApiKeyRepository(dataSource).create({ name, scopes, expiresAt });
  await audit(dataSource, 'keys create', entity);
  console.error(`key ${entity.id} (${name}: ${scopes.join(', ')}); it cannot be shown again:`);
  console.log(key);
}

async function listKeys(dataSource: DataSource): Promise<void> {
  const keys = await new ApiKeyRepository(dataSource).list();
  const time = (instant: Date | null) => instant?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
  const rows = keys.map((key) => [
    key.id,
    key.name,
    `${key.keyPrefix}…`,
    key.scopes.join(','),
    time(key.createdAt),
    time(key.lastUsedAt),
    stateOf(key),
  ]);
  const table = [['id', 'name', 'key', 'scopes', 'created (UTC)', 'last used', 'state'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

async function revokeKey(dataSource: DataSource, id: string): Promise<void> {
  const entity = await new ApiKeyRepository(dataSource).revoke(id);
  await audit(dataSource, 'keys revoke', entity);
  console.log(`revoked key ${id} (${entity.name})`);
}

function audit(dataSource: DataSource, action: string, { id, name }: ApiKeyEntity): Promise<void> {
  return auditCommand(dataSource, { action, target: name, status: 200, keyId: id });
}

function stateOf({ revokedAt, expiresAt }: ApiKeyEntity): string {
  if (revokedAt !== null) {
    return 'revoked';
  }
  if (expiresAt === null) {
    return 'valid';
  }
  const day = expiresAt.toISOString().slice(0, 10);
  return expiresAt.getTime() <= Date.now() ? `expired ${day}` : `valid until ${day}`;
}

function keyName(value: string): string {
  if (!/^[^\p{Cc}]{1,100}$/u.test(value)) {
    throw new InvalidArgumentError('Expected 1 to 100 characters.');
  }
  return value;
}

function scopeList(value: string): ApiKeyScope[] {
  const scopes = value.split(',').map((scope) => scope.trim());
  const known = scopes.filter((scope): scope is ApiKeyScope => (API_KEY_SCOPES as readonly string[]).includes(scope));
  if (known.length !== scopes.length) {
    throw new InvalidArgumentError(`Expected a comma list of ${API_KEY_SCOPES.join(', ')}.`);
  }
  return [...new Set(known)];
}

function wholeDays(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) {
    throw new InvalidArgumentError('Expected a number of days from 1 to 99999.');
  }
  return Number(value);
}

function keyId(value: string): string {
  return /^\d{1,18}$/.test(value) ? value : '0';
}
