import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { STEP_NAMES } from '#libs/pipeline';
import type { ApiClient, LogEntry, LogQuery } from '../api-client.js';
import type { Session } from '../session.js';
import { wholeNumber } from '../whole-number.js';
import type { OnServer } from '../server/with-server.js';

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const POLL_MS = 1_000;
/** Of one look at the log while it is followed. */
const PAGE = 1_000;

type LogOptions = Pick<LogQuery, 'limit' | 'level'> & { readonly step?: LogQuery['step_name']; readonly follow?: true };

/** `task logs`: the oldest line first, as in a file. */
export function addLogsCommand(task: Command, session: Session, on: OnServer): void {
  task
    .command('logs <task_id>')
    .description(session.text({ zh: '任务日志，最旧的在前', en: 'the log of a task, oldest line first' }))
    .addOption(new Option('--level <level>', session.text({ zh: '只看此级别', en: 'only this level' })).choices(LEVELS))
    .addOption(
      new Option('--step <name>', session.text({ zh: '只看此步骤', en: 'only this step' })).choices(STEP_NAMES),
    )
    .addOption(
      new Option('--limit <number>', session.text({ zh: '最新的多少行', en: 'the newest lines, as many' }))
        .argParser(wholeNumber(1, 1000))
        .default(100),
    )
    .option(
      '--follow',
      session.text({ zh: '持续显示新的行，直到任务结束', en: 'go on with new lines until the task ends' }),
    )
    .action((id: string, options: LogOptions) => on((client) => printLogs(session, client, id, options)));
}

async function printLogs(session: Session, client: ApiClient, id: string, options: LogOptions): Promise<void> {
  const { level, step, limit = 100, follow } = options;
  const filter = { ...(level === undefined ? {} : { level }), ...(step === undefined ? {} : { step_name: step }) };
  const read = async (count: number): Promise<LogEntry[]> => {
    const query = { ...filter, limit: count };
    const page = await client.data((api) =>
      api.GET('/api/v0/data_pipeline/tasks/{task_id}/logs', { params: { path: { task_id: id }, query } }),
    );
    return page.logs.toReversed();
  };
  let last = 0;
  const print = (entries: readonly LogEntry[]): void => {
    for (const entry of entries.filter((line) => line.id > last)) {
      last = entry.id;
      console.log(session.json ? JSON.stringify(entry) : lineOf(entry));
    }
  };
  print(await read(limit));
  while (follow) {
    // The state is read before the lines: the last lines of a run that ends meanwhile are not missed.
    const { status } = await client.task(id);
    print(await read(PAGE));
    if (status !== 'in_progress') {
      return;
    }
    await sleep(POLL_MS);
  }
}

function lineOf({ timestamp, level, step_name: step, message }: LogEntry): string {
  return `${timestamp} [${level}] ${step === null ? '' : `[${step}] `}${message}`;
}
