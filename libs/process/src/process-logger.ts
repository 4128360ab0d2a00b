import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from '#libs/config';
import { redactSecrets } from '#libs/redaction';

const LEVELS: readonly LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
const FIRST: Readonly<Record<AppConfig['logLevel'], LogLevel>> = {
  debug: 'debug',
  info: 'log',
  warn: 'warn',
  error: 'error',
};

/** The log of a process: one line an event on standard output or error, without secrets. */
export class ProcessLogger extends ConsoleLogger {
  constructor(role: string, level: AppConfig['logLevel']) {
    super({
      prefix: `data-pipeline ${role}`,
      colors: process.stdout.isTTY,
      logLevels: LEVELS.slice(LEVELS.indexOf(FIRST[level])),
    });
  }

  /** The whole line, so that a context that is really a stack loses its secrets too. */
  protected override formatMessage(...parts: Parameters<ConsoleLogger['formatMessage']>): string {
    return redactSecrets(super.formatMessage(...parts));
  }

  /** Nest calls it for every error, with or without a stack. */
  protected override printStackTrace(stack: string | undefined): void {
    if (stack !== undefined) {
      super.printStackTrace(redactSecrets(stack));
    }
  }
}
