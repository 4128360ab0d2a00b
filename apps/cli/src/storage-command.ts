import type { Command } from 'commander';
import { loadConfig, type AppConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { openStorage, type Storage } from '#libs/files';
import { CopiesMark, StorageMark } from '#libs/fleet';
import { vectorBackupErrors } from '#libs/vector-backup';
import { auditCommand } from './audit-command.js';
import { reportFailure } from './report-failure.js';
import type { Session } from './session.js';
import { withTaskDatabase } from './task-database.js';

/** `storage adopt`: after the files of an installation were moved. */
export function addStorageCommand(program: Command, session: Session): void {
  const storage = program
    .command('storage')
    .description(session.text({ zh: '任务文件与备份的存储', en: 'the storage of task files and backups' }));
  storage
    .command('adopt')
    .description(
      session.text({
        zh: '把 STORAGE_URL 所指的存储标记为本系统的存储，用于文件迁移之后',
        en: 'mark the storage of STORAGE_URL as the one of this installation, after its files were moved',
      }),
    )
    .option(
      '--copies',
      session.text({
        zh: '改为标记 VECTOR_BACKUP_COPY_URL 所指的、存放备份副本的存储',
        en: 'mark the storage of VECTOR_BACKUP_COPY_URL instead, which holds copies of backups',
      }),
    )
    .action((options: { readonly copies?: true }) =>
      reportFailure(
        () =>
          withTaskDatabase(session, async (dataSource) => {
            const config = loadConfig(session.environment);
            const location =
              options.copies === undefined
                ? await new StorageMark(dataSource, openStorage(config.storage)).adopt()
                : await new CopiesMark(dataSource, openCopies(config)).adopt();
            await auditCommand(dataSource, { action: 'storage adopt', target: location, status: 200 });
            session.result({ location }, () =>
              console.log(session.text({ zh: `已标记 ${location}`, en: `marked ${location}` })),
            );
          }),
        session,
      ),
    );
}

function openCopies({ vectorBackup: { copy } }: AppConfig): Storage {
  if (copy === null) {
    throw new DomainError(vectorBackupErrors.vector_copy_unset);
  }
  return openStorage(copy);
}
