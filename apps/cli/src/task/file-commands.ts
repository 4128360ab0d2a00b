import type { Command } from 'commander';
import picomatch from 'picomatch';
import type { Text } from '#libs/language';
import type { FileView } from '../api-client.js';
import { printRows } from '../output/print-table.js';
import type { Session } from '../session.js';
import { pullFiles } from './pull-files.js';
import type { OnServer } from '../server/with-server.js';

interface PullOptions {
  readonly out?: string;
  readonly only?: string;
}

const HEADS: readonly Text[] = [
  { zh: '文件', en: 'file' },
  { zh: '大小', en: 'size' },
  { zh: '修改时间', en: 'modified' },
];

/** `task files list | pull` */
export function addFileCommands(task: Command, session: Session, on: OnServer): void {
  const files = task.command('files').description(session.text({ zh: '任务的文件', en: 'the files of a task' }));
  files
    .command('list <task_id>')
    .description(session.text({ zh: '列出文件', en: 'list them' }))
    .action((id: string) =>
      on(async (client) => {
        const found = await client.files(id);
        session.result({ task_id: id, files: found, total: found.length }, () => {
          const row = ({ file_name: name, file_size_formatted: size, modified_at: at }: FileView) => [name, size, at];
          printRows(
            HEADS.map((head) => session.text(head)),
            found.map(row),
          );
        });
      }),
    );
  files
    .command('pull <task_id>')
    .description(
      session.text({
        zh: '下载文件到本机；内容相同的文件不再下载',
        en: 'download them; files that are here already are left as they are',
      }),
    )
    .option(
      '--out <folder>',
      session.text({ zh: '目标文件夹，默认以任务编号命名', en: 'where to; by default a folder named after the task' }),
    )
    .option(
      '--only <pattern>',
      session.text({ zh: "只下载匹配的文件，例如 '*.ddl'", en: "only files like this, for example '*.ddl'" }),
    )
    .action((id: string, { out = id, only }: PullOptions) =>
      on(async (client) => {
        const matches = only === undefined ? () => true : picomatch(only, { dot: true });
        const wanted = (await client.files(id)).filter(({ file_name: name }) => matches(name));
        const pulled = await pullFiles(client, id, wanted, out);
        session.result(pulled, () => {
          pulled.files.filter(({ state }) => state === 'pulled').forEach(({ path }) => console.log(path));
          session.note({
            zh: `已下载 ${pulled.pulled} 个文件，${pulled.unchanged} 个未变化`,
            en: `files pulled: ${pulled.pulled}, unchanged: ${pulled.unchanged}`,
          });
        });
      }),
    );
}
