import type { Command } from 'commander';
import { loadConfig } from '#libs/config';
import { openStorage } from '#libs/files';
import { StorageMark } from '#libs/fleet';
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
    .action(() =>
      reportFailure(
        () =>
          withTaskDatabase(session.environment, async (dataSource) => {
            const opened = openStorage(loadConfig(session.environment).storage);
            const location = await new StorageMark(dataSource, opened).adopt();
            await auditCommand(dataSource, { action: 'storage adopt', target: location, status: 200 });
            session.result({ location }, () =>
              console.log(session.text({ zh: `已标记 ${location}`, en: `marked ${location}` })),
            );
          }),
        session,
      ),
    );
}
