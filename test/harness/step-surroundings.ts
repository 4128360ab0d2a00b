import { BusinessDatabases, type BusinessDatabase } from '#libs/business-database';
import { render, type Message } from '#libs/language';
import { languageOf, taskParametersSchema, type JsonObject } from '#libs/pipeline';
import type { StepContext, StepInput } from '#libs/steps/step';
import { MemoryFiles } from './memory-files.js';

/** A step's surroundings in memory, for tests. */
export interface Surroundings {
  readonly input: StepInput;
  readonly context: StepContext;
  readonly files: Map<string, string>;
  /** Files that would stay although the step fails. */
  readonly immediate: Set<string>;
  readonly logged: string[];
  readonly progress: string[];
  readonly stop: AbortController;
}

const databases = new BusinessDatabases();

/** The connections of a suite; they end by themselves. */
export function openBusinessDatabase(url: string, signal?: AbortSignal): BusinessDatabase {
  return databases.open(url, { applicationName: 'test', statementTimeoutMs: 120_000, ...(signal && { signal }) });
}

export function surroundings(
  businessDatabaseUrl: string,
  parameters: JsonObject,
  tables: readonly string[] = ['*.*'],
): Surroundings {
  const files = new MemoryFiles();
  const logged: string[] = [];
  const progress: string[] = [];
  const stop = new AbortController();
  const taskParameters = taskParametersSchema.parse(parameters);
  const log = (level: string) => (component: string, message: Message) =>
    void logged.push(`${level} ${component}: ${render(message, languageOf(taskParameters))}`);
  return {
    files: files.written,
    immediate: files.immediate,
    logged,
    progress,
    stop,
    input: {
      taskId: 'task_20250721_234914',
      executionId: 'e1',
      startedAt: new Date('2025-07-21T15:49:14Z'),
      timeZone: 'Asia/Shanghai',
      parameters: taskParameters,
      tables,
    },
    context: {
      signal: stop.signal,
      log: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      progress: (done, total, label) => void progress.push(`${done}/${total} ${label ?? ''}`),
      files,
      database: openBusinessDatabase(businessDatabaseUrl, stop.signal),
    },
  };
}
