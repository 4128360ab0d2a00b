import { buffer } from 'node:stream/consumers';
import { Option, type Command } from 'commander';
import { LANGUAGES, type Language, type Text } from '#libs/language';
import { decodeTableList, parseTableList } from '#libs/table-list';
import type { NewTask } from '../api-client.js';
import { UsageError } from '../exit-codes.js';
import { readLocalFile } from '../read-local-file.js';
import type { Session } from '../session.js';
import { WrongValue } from '../speak-of-usage.js';

export interface NewTaskOptions {
  readonly context?: string;
  readonly name?: string;
  readonly db?: string;
  readonly tables?: string;
  readonly tableList?: string;
  readonly tableListFile?: string;
  readonly language?: Language;
  readonly schedule?: string;
  readonly learnFrom?: string;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly params?: string;
  readonly idempotencyKey?: string;
}

const OPTIONS: readonly (readonly [string, Text])[] = [
  [
    '--context <text>',
    { zh: '用一句话说明数据库的业务（必填）', en: 'what the database is about, in a sentence (required)' },
  ],
  ['--name <text>', { zh: '任务名称', en: 'a name for the task' }],
  [
    '--db <name>',
    {
      zh: '业务数据库名，默认为服务所配置的数据库',
      en: 'name of the database; by default the one that the server is configured with',
    },
  ],
  [
    '--tables <list>',
    {
      zh: '表名或通配，用逗号分隔：public.*,sales.orders',
      en: "tables or patterns, with commas: 'public.*,sales.orders'",
    },
  ],
  ['--table-list <file>', { zh: '本机上的表清单文件，每行一个表', en: 'a file of this machine with one table a line' }],
  [
    '--table-list-file <name>',
    { zh: '服务器表清单目录中的文件名', en: 'name of a file in the table list folder of the server' },
  ],
  ['--schedule <cron>', { zh: '定时运行：五段 cron 表达式', en: 'run again at these times: a cron expression' }],
  [
    '--learn-from <list>',
    {
      zh: '从真实 SQL 学习，用逗号分隔：statistics,log_files,views,sql_files',
      en: 'real SQL to learn from, with commas: statistics,log_files,views,sql_files',
    },
  ],
  [
    '--params <file>',
    {
      zh: '含任务参数的 JSON 文件，- 为标准输入',
      en: 'a JSON file with parameters of the API; - reads standard input',
    },
  ],
  [
    '--idempotency-key <text>',
    { zh: '重复使用同一个键时返回同一个任务', en: 'a repeated call with the same key returns the same task' },
  ],
];

const LANGUAGE: Text = { zh: '产出内容的语言', en: 'language of the outputs' };
const SET: Text = {
  zh: '其他任务参数，例如 theme_count=3（可重复使用）',
  en: 'any other parameter of the API, for example theme_count=3; may be repeated',
};

/** The options that describe a new task. The server checks their values. */
export function addNewTaskOptions(command: Command, session: Session): Command {
  for (const [flags, text] of OPTIONS) {
    command.option(flags, session.text(text));
  }
  return command
    .addOption(new Option('--language <language>', session.text(LANGUAGE)).choices(LANGUAGES))
    .addOption(new Option('--set <name=value>', session.text(SET)).argParser(parameter));
}

/** The body of the request. Options win over the file of parameters. @throws UsageError */
export async function newTaskOf(options: NewTaskOptions): Promise<NewTask> {
  const fromFile = options.params === undefined ? {} : await readParameters(options.params);
  const tables = await tablesOf(options);
  const named = {
    business_context: options.context,
    task_name: options.name,
    db_name: options.db,
    tables,
    table_list_file: options.tableListFile,
    language: options.language,
    schedule: options.schedule,
    learn_from: options.learnFrom?.split(',').map((source) => source.trim()),
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  // Of unknown shape: the server is the one that knows its parameters, and names the wrong ones.
  return { ...fromFile, ...options.set, ...Object.fromEntries(given) } as NewTask;
}

async function tablesOf({ tables, tableList }: NewTaskOptions): Promise<string[] | undefined> {
  if (tables !== undefined && tableList !== undefined) {
    throw new UsageError({
      zh: '--tables 与 --table-list 只能使用一个',
      en: '--tables, --table-list: expected one of them',
    });
  }
  const text = tableList === undefined ? tables : decodeTableList(await readLocal(tableList));
  return text === undefined ? undefined : parseTableList(text).map((item) => item.text);
}

async function readParameters(file: string): Promise<Record<string, unknown>> {
  const text = (await readLocal(file)).toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    // Reported below.
  }
  throw new UsageError({ zh: `--params：${file} 不是 JSON 对象`, en: `--params: ${file} is not a JSON object` });
}

async function readLocal(file: string): Promise<Buffer> {
  if (file === '-') {
    return buffer(process.stdin);
  }
  return readLocalFile(file);
}

/** `name=value`; a value that is JSON counts as what it says: `3`, `true`, `["pgvector"]`. */
function parameter(text: string, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new WrongValue({ zh: '应为 名称=值', en: 'Expected name=value.' });
  }
  const value = text.slice(at + 1);
  let parsed: unknown = value;
  try {
    parsed = JSON.parse(value);
  } catch {
    // A plain text.
  }
  return { ...before, [text.slice(0, at)]: parsed };
}
