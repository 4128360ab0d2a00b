import { Command, Option } from 'commander';
import { LANGUAGES, type Text } from '#libs/language';
import { productVersion } from '#libs/product-version';
import { addCompletionCommand } from './completion.js';
import { UsageError } from './exit-codes.js';
import { languageOfCall, Session, type GlobalOptions } from './session.js';
import { speakOfUsage } from './speak-of-usage.js';

type Group = (program: Command, session: Session) => void;

const services = async (): Promise<Group> => (await import('./service-commands.js')).addServiceCommands;

/** The commands and where they are, in the order of the help. A call loads what it needs: all of them take a second. */
const GROUPS: Readonly<Record<string, () => Promise<Group>>> = {
  task: async () => (await import('./task/task-commands.js')).addTaskCommand,
  pairs: async () => (await import('./pairs/pairs-commands.js')).addPairsCommand,
  evaluate: async () => (await import('./evaluate/evaluate-commands.js')).addEvaluateCommand,
  notifications: async () => (await import('./notifications-commands.js')).addNotificationsCommand,
  doctor: async () => (await import('./doctor/doctor-command.js')).addDoctorCommand,
  demo: services,
  start: services,
  migrate: services,
  keys: async () => (await import('./keys.js')).addKeysCommand,
  vector: async () => (await import('./vector/vector-commands.js')).addVectorCommand,
  storage: async () => (await import('./storage-command.js')).addStorageCommand,
  version: async () => (await import('./version-command.js')).addVersionCommand,
};

/** Those that talk to a server. The others work on the services that the environment names. */
const OF_SERVERS = new Set(['task', 'pairs', 'evaluate', 'notifications', 'doctor', 'version']);

const DESCRIPTION: Text = {
  zh: '把 PostgreSQL 业务数据库变成 text-to-SQL 的训练数据',
  en: 'Turns a PostgreSQL business database into training data for text-to-SQL',
};
const VERSION: Text = { zh: '显示版本号', en: 'print the version' };
const HELP: Text = { zh: '显示帮助', en: 'display help for command' };

const JSON_RESULT: Text = {
  zh: '以 JSON 输出结果，字段名与 API 相同',
  en: 'print the result as JSON, with the names of the API',
};
const SERVER: readonly (readonly [string, Text])[] = [
  [
    '--url <url>',
    {
      zh: '服务地址（DATA_PIPELINE_URL，默认本机 8084 端口）',
      en: 'the server (DATA_PIPELINE_URL; by default port 8084 of this machine)',
    },
  ],
  ['--key <key>', { zh: 'API 密钥（DATA_PIPELINE_KEY）', en: 'an API key of it (DATA_PIPELINE_KEY)' }],
  [
    '--local',
    {
      zh: '由本命令启动 API 与 worker，结束时停止',
      en: 'start an API and a worker for this command, and stop them at its end',
    },
  ],
];
const ENV_FILE: Text = {
  zh: '从文件读取环境变量（已有的优先；可重复使用）',
  en: 'read variables from a file; those of the environment win; may be repeated',
};
const LANG: Text = {
  zh: '本命令行的语言（DATA_PIPELINE_LANG）',
  en: 'language of this command line (DATA_PIPELINE_LANG)',
};

const EXIT_CODES: Text = {
  zh: '\n退出码：0 成功，1 失败，2 用法或配置有误，3 无法连接，4 被拒绝，5 已过期（task diff），6 低于门槛（evaluate），130 被中断',
  en: '\nExit codes: 0 success, 1 failed, 2 wrong usage or configuration, 3 not reachable, 4 refused, 5 out of date (task diff), 6 below the gate (evaluate), 130 interrupted',
};

/**
 * The command line.
 * @param args what was typed: it decides the language, and which commands are loaded
 */
export async function createProgram(environment: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<Command> {
  const session = new Session(environment, languageOfCall(args, environment));
  // Inherited by every command that is added below.
  const program = new Command('data-pipeline')
    .description(session.text(DESCRIPTION))
    .helpOption('-h, --help', session.text(HELP))
    .helpCommand('help [command]', session.text(HELP))
    .showSuggestionAfterError()
    .exitOverride()
    .hook('preAction', (_, command) => {
      refuseServer(command);
      session.begin(command.optsWithGlobals<GlobalOptions>());
    });
  program.version(productVersion(), '-V, --version', session.text(VERSION));
  for (const add of await groupsOf(args)) {
    add(program, session);
  }
  program.commands.forEach((group) => withGlobalOptions(group, session, OF_SERVERS.has(group.name())));
  addGlobalOptions(program, session, true);
  speakOfUsage(program, session, args.includes('--json'));
  addCompletionCommand(program, session);
  return program.addHelpText('after', session.text(EXIT_CODES));
}

/** Those whose name is among the words: one too many does no harm. All of them for the help, and to complete words. */
async function groupsOf(args: readonly string[]): Promise<Set<Group>> {
  const named = Object.keys(GROUPS).filter((name) => args.includes(name));
  const isPlain = named.length > 0 && !args.some((arg) => arg === 'help' || arg === 'complete');
  const loaders = Object.entries(GROUPS).filter(([name]) => !isPlain || named.includes(name));
  return new Set(await Promise.all(loaders.map(([, load]) => load())));
}

/** The global options are known before and after the name of a command. */
function withGlobalOptions(command: Command, session: Session, isOfServers: boolean): void {
  addGlobalOptions(command, session, isOfServers);
  command.commands.forEach((child) => withGlobalOptions(child, session, isOfServers));
}

function addGlobalOptions(command: Command, session: Session, isOfServers: boolean): void {
  const known = new Set(command.options.map(({ long }) => long));
  const options = [
    new Option('--json', session.text(JSON_RESULT)),
    // Parsed in any case, so that a call which names a server gets a reason.
    ...SERVER.map(([flags, text]) => new Option(flags, session.text(text)).hideHelp(!isOfServers)),
    new Option('--env-file <file>', session.text(ENV_FILE)).argParser((file: string, all: string[] = []) => [
      ...all,
      file,
    ]),
    new Option('--lang <language>', session.text(LANG)).choices(LANGUAGES),
  ];
  options.filter(({ long }) => !known.has(long)).forEach((option) => command.addOption(option));
}

/** @throws UsageError where the call names a server for a command that would work on other services */
function refuseServer(command: Command): void {
  const { url, key, local } = command.optsWithGlobals<GlobalOptions>();
  const group = groupOf(command);
  if (!OF_SERVERS.has(group) && (url !== undefined || key !== undefined || local !== undefined)) {
    throw new UsageError({
      zh: `${group} 直接使用本机环境变量（如 DATABASE_URL）所指的服务，不经过服务器，不接受 --url、--key、--local。请在该服务器的环境中运行，或用 --env-file 读取其环境变量`,
      en: `${group} works on the services that the environment names (DATABASE_URL and others), not through a server: it takes no --url, --key or --local. Run it in the environment of that server, or read its variables by --env-file`,
    });
  }
}

function groupOf(command: Command): string {
  return command.parent?.parent ? groupOf(command.parent) : command.name();
}
