import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { CommandFailed, EXIT } from '../exit-codes.js';
import type { Session } from '../session.js';
import { DIFF_FORMATS, renderDiff, type DiffFormat } from './render-diff.js';
import type { OnServer } from '../server/with-server.js';

interface DiffOptions {
  readonly format: DiffFormat;
  readonly out?: string;
}

/** `task diff`: for CI, exit code 5 when something is out of date. */
export function addDiffCommand(task: Command, session: Session, on: OnServer): void {
  task
    .command('diff <task_id>')
    .description(
      session.text({
        zh: '与当前数据库比较：表结构与 SQL 是否已过期（过期时退出码为 5）',
        en: 'compare with the live database: tables and pairs that are out of date (exit code 5)',
      }),
    )
    .addOption(
      new Option('--format <format>', session.text({ zh: '输出格式', en: 'format of the report' }))
        .choices(DIFF_FORMATS)
        .default('text'),
    )
    .option('--out <file>', session.text({ zh: '写入文件', en: 'write the report to a file' }))
    .action((id: string, { format, out }: DiffOptions) =>
      on(async (client) => {
        const diff = await client.data((api) =>
          api.GET('/api/v0/data_pipeline/tasks/{task_id}/diff', { params: { path: { task_id: id } } }),
        );
        const report = renderDiff(diff, session.json ? 'json' : format, session.language);
        if (out === undefined) {
          process.stdout.write(report);
        } else {
          await writeFile(out, report);
        }
        if (!diff.up_to_date) {
          throw new CommandFailed(EXIT.out_of_date);
        }
      }),
    );
}
