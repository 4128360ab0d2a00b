import type { Command } from 'commander';
import type { DataSource } from 'typeorm';
import { ApiKeyRepository } from '#libs/access';
import { API_KEY_SCOPES, type ApiKeyEntity, type ApiKeyScope } from '#libs/database';
import type { Text } from '#libs/language';
import { auditCommand } from './audit-command.js';
import { printTable } from './output/print-table.js';
import { reportFailure } from './report-failure.js';
import type { Session } from './session.js';
import { WrongValue } from './speak-of-usage.js';
import { withTaskDatabase } from './task-database.js';

const DAY_MS = 86_400_000;

interface CreateOptions {
  readonly name: string;
  readonly scopes: ApiKeyScope[];
  readonly expiresDays?: number;
}

const HEADS: readonly Text[] = [
  { zh: '编号', en: 'id' },
  { zh: '名称', en: 'name' },
  { zh: '密钥', en: 'key' },
  { zh: '权限', en: 'scopes' },
  { zh: '创建时间（UTC）', en: 'created (UTC)' },
  { zh: '最近使用', en: 'last used' },
  { zh: '状态', en: 'state' },
];

/** `keys create | list | revoke`: the API keys in the task database. */
export function addKeysCommand(program: Command, session: Session): void {
  const keys = program
    .command('keys')
    .description(session.text({ zh: '本系统的 API 密钥', en: 'the API keys of the installation' }));
  const onDatabase = (work: (dataSource: DataSource) => Promise<void>) =>
    reportFailure(() => withTaskDatabase(session, work), session);
  keys
    .command('create')
    .description(session.text({ zh: '创建密钥，只显示一次', en: 'make a key; it is shown once' }))
    .requiredOption('--name <name>', session.text({ zh: '密钥的用途或使用者', en: 'whom or what it is for' }), keyName)
    .option(
      '--scopes <list>',
      session.text({
        zh: 'read、run 或 admin，用逗号分隔；后者包含前者',
        en: 'read, run or admin, with commas; each holds those before it',
      }),
      scopeList,
      ['read', 'run'],
    )
    .option(
      '--expires-days <days>',
      session.text({ zh: '有效天数', en: 'days until it is no longer valid' }),
      wholeDays,
    )
    .action((options: CreateOptions) => onDatabase((dataSource) => createKey(dataSource, session, options)));
  keys
    .command('list')
    .description(session.text({ zh: '列出所有密钥，不含密钥本身', en: 'every key, without the keys themselves' }))
    .action(() => onDatabase((dataSource) => listKeys(dataSource, session)));
  keys
    .command('revoke <id>')
    .description(
      session.text({ zh: '吊销密钥，最多五秒后失效', en: 'end a key; it works for five more seconds at most' }),
    )
    .action((id: string) => onDatabase((dataSource) => revokeKey(dataSource, session, keyId(id))));
}

async function createKey(
  dataSource: DataSource,
  session: Session,
  { name, scopes, expiresDays }: CreateOptions,
): Promise<void> {
  const expiresAt = expiresDays === undefined ? null : new Date(Date.now() + expiresDays * DAY_MS);
  const { entity, key } = await new ApiKeyRepository(dataSource).create({ name, scopes, expiresAt });
  await audit(dataSource, 'keys create', entity);
  session.result({ ...viewOf(entity), key }, () => {
    const granted = scopes.join(', ');
    session.note({
      zh: `密钥 ${entity.id}（${name}：${granted}）；之后不再显示：`,
      en: `key ${entity.id} (${name}: ${granted}); it cannot be shown again:`,
    });
    console.log(key);
  });
}

async function listKeys(dataSource: DataSource, session: Session): Promise<void> {
  const keys = await new ApiKeyRepository(dataSource).list();
  session.result({ keys: keys.map(viewOf), total: keys.length }, () => {
    const time = (instant: Date | null) => instant?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
    const rows = keys.map((key) => [
      key.id,
      key.name,
      `${key.keyPrefix}…`,
      key.scopes.join(','),
      time(key.createdAt),
      time(key.lastUsedAt),
      session.text(stateOf(key)),
    ]);
    if (keys.length === 0) {
      session.note({ zh: '没有密钥', en: 'there are no keys' });
      return;
    }
    printTable([HEADS.map((head) => session.text(head)), ...rows]);
  });
}

/** Never the key itself, nor its hash. */
function viewOf(key: ApiKeyEntity): Record<string, unknown> {
  return {
    id: key.id,
    name: key.name,
    key_prefix: key.keyPrefix,
    scopes: key.scopes,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    valid: key.revokedAt === null && (key.expiresAt === null || key.expiresAt.getTime() > Date.now()),
  };
}

async function revokeKey(dataSource: DataSource, session: Session, id: string): Promise<void> {
  const entity = await new ApiKeyRepository(dataSource).revoke(id);
  await audit(dataSource, 'keys revoke', entity);
  const done = session.text({ zh: `已吊销密钥 ${id}（${entity.name}）`, en: `revoked key ${id} (${entity.name})` });
  session.result(viewOf(entity), () => console.log(done));
}

function audit(dataSource: DataSource, action: string, { id, name }: ApiKeyEntity): Promise<void> {
  return auditCommand(dataSource, { action, target: name, status: 200, keyId: id });
}

function stateOf({ revokedAt, expiresAt }: ApiKeyEntity): Text {
  if (revokedAt !== null) {
    return { zh: '已吊销', en: 'revoked' };
  }
  if (expiresAt === null) {
    return { zh: '有效', en: 'valid' };
  }
  const day = expiresAt.toISOString().slice(0, 10);
  return expiresAt.getTime() <= Date.now()
    ? { zh: `已于 ${day} 过期`, en: `expired ${day}` }
    : { zh: `有效至 ${day}`, en: `valid until ${day}` };
}

function keyName(value: string): string {
  if (!/^[^\p{Cc}]{1,100}$/u.test(value)) {
    throw new WrongValue({ zh: '应为 1 到 100 个字符', en: 'Expected 1 to 100 characters.' });
  }
  return value;
}

function scopeList(value: string): ApiKeyScope[] {
  const scopes = value.split(',').map((scope) => scope.trim());
  const known = scopes.filter((scope): scope is ApiKeyScope => (API_KEY_SCOPES as readonly string[]).includes(scope));
  if (known.length !== scopes.length) {
    const names = API_KEY_SCOPES.join(', ');
    throw new WrongValue({ zh: `应为逗号分隔的 ${names}`, en: `Expected a comma list of ${names}.` });
  }
  return [...new Set(known)];
}

function wholeDays(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) {
    throw new WrongValue({ zh: '应为 1 到 99999 的天数', en: 'Expected a number of days from 1 to 99999.' });
  }
  return Number(value);
}

function keyId(value: string): string {
  return /^\d{1,18}$/.test(value) ? value : '0';
}
