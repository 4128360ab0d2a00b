import { logTimestamp } from '#libs/clock';
import type { LogLevel } from '#libs/database';
import type { Message } from '#libs/language';
import type { StepName } from '#libs/pipeline';

export interface LogEntry {
  readonly level: LogLevel;
  /** The component that logs. */
  readonly module: string;
  /** In the language of the task. */
  readonly message: string;
  readonly text?: Message;
  readonly step?: StepName;
  /** In place of the step in the line of a run, which has no step of its own. */
  readonly label?: string;
  readonly executionId?: string;
  readonly runId?: string;
  /** Now, when absent. */
  readonly at?: Date;
}

export const EXECUTOR = 'SimpleWorkflowExecutor';
const TASK_LOGGER = 'TaskDir_';

/** The logger of the folder of a task. */
export function taskLogger(taskId: string): string {
  return `${TASK_LOGGER}${taskId}`;
}

/**
 * `YYYY-MM-DD HH:MM:SS [LEVEL] Logger: message`; further lines of a message are indented. The loggers of the workflow have
 * the step in front of their message; the components of a step do not.
 */
export function logLine(entry: LogEntry & { at: Date }, timeZone: string): string {
  const { level, module, message, step, at } = entry;
  const ofWorkflow = module === EXECUTOR || module.startsWith(TASK_LOGGER);
  const label = entry.label ?? (ofWorkflow ? step : undefined);
  const text = message.replace(/\r?\n/g, '\n    ');
  return `${logTimestamp(at, timeZone)} [${level}] ${module}: ${label === undefined ? '' : `[${label}] `}${text}\n`;
}
