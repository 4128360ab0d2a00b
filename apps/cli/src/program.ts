import { Command, InvalidArgumentError, Option } from 'commander';
import { LANGUAGES } from '#libs/language';
import type { DemoOptions } from './demo/demo-options.js';
import { runDemo } from './demo/run-demo.js';
import { addKeysCommand } from './keys.js';
import { migrate, type MigrateOptions } from './migrate.js';
import { startAll } from './start-all.js';
import { addVectorCommand } from './vector/vector-commands.js';

/** The operator's commands. */
export function createProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('data-pipeline').description(
    'Turns a PostgreSQL business database into training data for text-to-SQL',
  );
  program
    .command('demo')
    .description('run the main job from end to end: on the bundled sample, or on a database of yours')
    .option('--json', 'end with one line of JSON')
    .addOption(new Option('--business-url <url>', 'the PostgreSQL database to document').argParser(postgresUrl))
    .addOption(
      new Option('--tables <list>', "tables or patterns, with commas: 'public.*,sales.orders'").conflicts('tableList'),
    )
    .option('--table-list <file>', 'a file with one table a line')
    .option('--context <text>', 'what the database is about, in a sentence')
    .addOption(new Option('--language <language>', 'language of the outputs').choices(LANGUAGES))
    .option('--out <directory>', 'folder for the files of the task')
    .addOption(new Option('--port <number>', 'port of the API').argParser(portNumber))
    .option('--keep', 'leave the service running until Ctrl-C')
    .option('--with-model', 'use the models that LLM_* and EMBEDDING_* of the environment name')
    .action((options: DemoOptions) => runDemo(options, environment));
  program
    .command('start')
    .description('run the API and one worker in the foreground')
    .action(() => startAll(environment));
  program
    .command('migrate')
    .description('bring the task tables of DATABASE_URL to the newest version')
    .addOption(
      new Option('--sql', 'print the SQL of all migrations, for the administrator of a database').conflicts('dryRun'),
    )
    .option('--dry-run', 'print the migrations that would run, and change nothing')
    .action((options: MigrateOptions) => migrate(options, environment));
  addKeysCommand(program, environment);
  addVectorCommand(program, environment);
  return program;
}

function postgresUrl(value: string): string {
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol) || new URL(value).pathname.length < 2) {
    throw new InvalidArgumentError('Expected postgres://user:password@host:5432/database.');
  }
  return value;
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) {
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  }
  return port;
}
