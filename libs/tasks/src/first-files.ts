import { isoTimestamp, logTimestamp } from '#libs/clock';
import type { NewFile } from '#libs/files';
import type { TaskParameters } from '#libs/pipeline';
import { TABLE_LIST_FILE, TASK_CONFIG_FILE, taskConfigFile } from '#libs/step-files';
import { renderTableList } from '#libs/table-list';

/** Input of the files that every task has from the start. */
export interface FirstFacts {
  readonly taskId: string;
  readonly parameters: TaskParameters;
  readonly tableList: readonly string[] | null;
  readonly createdAt: Date;
}

/** `task_config.json`, and `table_list.txt` where there is a list. The same facts give the same files. */
export function firstFiles(facts: FirstFacts, timeZone: string): NewFile[] {
  const { tableList, createdAt } = facts;
  const list = tableList === null ? [] : [tableListFile(tableList, createdAt, timeZone)];
  return [...list, configFile(facts, timeZone)];
}

/** @param at when the list was given */
export function tableListFile(tables: readonly string[], at: Date, timeZone: string): NewFile {
  return { name: TABLE_LIST_FILE, content: renderTableList(tables, logTimestamp(at, timeZone)) };
}

/** The request. It has no connection string, so it cannot contain a password. */
export function configFile({ taskId, parameters, tableList, createdAt }: FirstFacts, timeZone: string): NewFile {
  const content = taskConfigFile.render({
    task_id: taskId,
    created_at: isoTimestamp(createdAt, timeZone),
    parameters: { ...parameters, table_list_file: tableList === null ? null : TABLE_LIST_FILE },
    output_directory: taskId,
  });
  return { name: TASK_CONFIG_FILE, content };
}
