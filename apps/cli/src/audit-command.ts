import { userInfo } from 'node:os';
import type { DataSource } from 'typeorm';
import { AuditEntryEntity } from '#libs/database';

/** Records changes by an operator's command in the audit log, as `cli:<user>`. */
export async function auditCommand(
  dataSource: DataSource,
  entry: Pick<AuditEntryEntity, 'action' | 'target' | 'status'> & Partial<Pick<AuditEntryEntity, 'keyId' | 'details'>>,
): Promise<void> {
  await dataSource
    .getRepository(AuditEntryEntity)
    .save({ ...entry, actor: `cli:${userInfo().username}`.slice(0, 120) });
}
