import { Option, type Command } from 'commander';
import { LANGUAGES } from '#libs/language';
import type { DemoOptions } from './demo/demo-options.js';
import { runDemo } from './demo/run-demo.js';
import { migrate, type MigrateOptions } from './migrate.js';
import type { Session } from './session.js';
import { WrongValue } from './speak-of-usage.js';
import { startAll } from './start-all.js';
import { wholeNumber } from './whole-number.js';

/** `demo`, `start`, `migrate`: they work on the services of the environment, not through a server. */
export function addServiceCommands(program: Command, session: Session): void {
  const { environment } = session;
  const t = session.text.bind(session);
  addDemo(program, session);
  program
    .command('start')
    .description(t({ zh: '在前台运行 API 与一个 worker', en: 'run the API and one worker in the foreground' }))
    .action(() => startAll(environment));
  program
    .command('migrate')
    .description(
      t({
        zh: '把 DATABASE_URL 的任务表升级到最新版本',
        en: 'bring the task tables of DATABASE_URL to the newest version',
      }),
    )
    .addOption(
      new Option(
        '--sql',
        t({
          zh: '打印全部迁移的 SQL，供数据库管理员执行',
          en: 'print the SQL of all migrations, for the administrator of a database',
        }),
      ).conflicts('dryRun'),
    )
    .option(
      '--dry-run',
      t({ zh: '只打印将执行的迁移，不做任何改动', en: 'print the migrations that would run, and change nothing' }),
    )
    .action((options: MigrateOptions) => migrate(options, session));
}

function addDemo(program: Command, session: Session): void {
  const t = session.text.bind(session);
  program
    .command('demo')
    .description(
      t({
        zh: '完整演示：使用内置示例库，或您的数据库',
        en: 'run the main job from end to end: on the bundled sample, or on a database of yours',
      }),
    )
    .addOption(
      new Option(
        '--business-url <url>',
        t({ zh: '要处理的 PostgreSQL 数据库', en: 'the PostgreSQL database to document' }),
      ).argParser(postgresUrl),
    )
    .addOption(
      new Option(
        '--tables <list>',
        t({
          zh: "表名或通配，用逗号分隔：'public.*,sales.orders'",
          en: "tables or patterns, with commas: 'public.*,sales.orders'",
        }),
      ).conflicts('tableList'),
    )
    .option('--table-list <file>', t({ zh: '每行一个表的文件', en: 'a file with one table a line' }))
    .option('--context <text>', t({ zh: '用一句话说明数据库的业务', en: 'what the database is about, in a sentence' }))
    .addOption(
      new Option('--language <language>', t({ zh: '产出内容的语言', en: 'language of the outputs' })).choices(
        LANGUAGES,
      ),
    )
    .option('--out <directory>', t({ zh: '任务文件的目标文件夹', en: 'folder for the files of the task' }))
    .addOption(
      new Option('--port <number>', t({ zh: 'API 端口', en: 'port of the API' })).argParser(wholeNumber(0, 65_535)),
    )
    .option('--keep', t({ zh: '演示后保持运行，直到 Ctrl-C', en: 'leave the service running until Ctrl-C' }))
    .option(
      '--with-model',
      t({
        zh: '使用环境中 LLM_* 与 EMBEDDING_* 的模型',
        en: 'use the models that LLM_* and EMBEDDING_* of the environment name',
      }),
    )
    .action((options: Omit<DemoOptions, 'json'>) => runDemo({ ...options, json: session.json }, session));
}

function postgresUrl(value: string): string {
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol) || new URL(value).pathname.length < 2) {
    throw new WrongValue({
      zh: '应为 postgres://用户:密码@主机:5432/数据库名',
      en: 'Expected postgres://user:password@host:5432/database.',
    });
  }
  return value;
}
