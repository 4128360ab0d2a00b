import { isoTimestamp, logTimestamp } from '#libs/clock';
import type { NewFile } from '#libs/files';
import { render } from '#libs/language';
import { languageOf, type TaskParameters } from '#libs/pipeline';
import { LOG_FILE, TABLE_LIST_FILE, TASK_CONFIG_FILE, taskConfigFile } from '#libs/step-files';
import { renderTableList } from '#libs/table-list';
import { logLine, taskLogger, type LogEntry } from './log-entry.js';
import { taskMessages } from './messages.js';

/** Input of the files that every task has from the start. */
export interface FirstFacts {
  readonly taskId: string;
  readonly parameters: TaskParameters;
  readonly tableList: readonly string[] | null;
  readonly createdAt: Date;
  /** When the list was replaced; null for the list that the task was created with. */
  readonly tableListAt: Date | null;
}

/** Names of the first files, the log included. */
export function firstNames(tableList: readonly string[] | null): string[] {
  return [...(tableList === null ? [] : [TABLE_LIST_FILE]), TASK_CONFIG_FILE, LOG_FILE];
}

/** `task_config.json`, and `table_list.txt` where there is a list. The same facts give the same files. */
export function firstFiles(facts: FirstFacts, timeZone: string): NewFile[] {
  const { tableList, tableListAt, createdAt } = facts;
  const content = tableList && renderTableList(tableList, logTimestamp(tableListAt ?? createdAt, timeZone));
  const list = content === null ? [] : [{ name: TABLE_LIST_FILE, content }];
  return [...list, configFile(facts, timeZone)];
}

/** The first entry of the log of a task. */
export function firstEntry({ taskId, parameters }: Pick<FirstFacts, 'taskId' | 'parameters'>): LogEntry {
  const text = taskMessages.log_opened({ taskId });
  return { level: 'INFO', module: taskLogger(taskId), message: render(text, languageOf(parameters)), text };
}

/** The log of a task with that entry alone. */
export function logHead(facts: FirstFacts, timeZone: string): NewFile {
  return { name: LOG_FILE, content: logLine({ ...firstEntry(facts), at: facts.createdAt }, timeZone) };
}

/** The request. It has no connection string, so it cannot contain a password. */
function configFile({ taskId, parameters, tableList, createdAt }: FirstFacts, timeZone: string): NewFile {
  const content = taskConfigFile.render({
    task_id: taskId,
    created_at: isoTimestamp(createdAt, timeZone),
    parameters: { ...parameters, table_list_file: tableList === null ? null : TABLE_LIST_FILE },
    output_directory: taskId,
  });
  return { name: TASK_CONFIG_FILE, content };
}
