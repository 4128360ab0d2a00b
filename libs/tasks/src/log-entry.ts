import { logTimestamp } from '#libs/clock';
import type { LogLevel } from '#libs/database';
import type { StepName } from '#libs/pipeline';

export interface LogEntry {
  readonly level: LogLevel;
  /** The component that logs. */
  readonly module: string;
  readonly message: string;
  readonly step?: StepName;
  readonly executionId?: string;
  /** Now, when absent. */
  readonly at?: Date;
}

/** `YYYY-MM-DD HH:MM:SS [LEVEL] Logger: [step] message`; further lines of a message are indented. */
export function logLine({ level, module, message, step, at }: LogEntry & { at: Date }, timeZone: string): string {
  const text = message.replace(/\r?\n/g, '\n    ');
  return `${logTimestamp(at, timeZone)} [${level}] ${module}: ${step === undefined ? '' : `[${step}] `}${text}\n`;
}
