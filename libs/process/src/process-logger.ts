import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import type { AppConfig } from '#libs/config';
import { redactSecrets } from '#libs/redaction';

const LEVELS: readonly LogLevel[] = ['debug', 'log', 'warn', 'error', 'fatal'];
const FIRST: Readonly<Record<AppConfig['logLevel'], LogLevel>> = {
  debug: 'debug',
  info: 'log',
  warn: 'warn',
  error: 'error',
};

/** Contexts in which Nest logs every module and route at start: useful only for debugging the wiring. */
const WIRING: readonly unknown[] = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer'];
/** The context in which Nest logs a failed start with its stack; `startProcess` explains it. */
const FAILED_START = 'ExceptionHandler';

/** The log of a process: one line an event on standard output or error, without secrets. */
export class ProcessLogger extends ConsoleLogger {
  private readonly timeZone: string;

  constructor(role: string, { logLevel, timeZone }: Pick<AppConfig, 'logLevel' | 'timeZone'>) {
    super({
      prefix: `data-pipeline ${role}`,
      // Both exist on terminals only.
      colors: process.stdout.isTTY ? process.stdout.hasColors() : false,
      logLevels: LEVELS.slice(LEVELS.indexOf(FIRST[logLevel])),
    });
    this.timeZone = timeZone;
  }

  override log(message: unknown, ...optional: unknown[]): void {
    if (WIRING.includes(optional.at(-1))) {
      super.debug(message, ...optional);
    } else {
      super.log(message, ...optional);
    }
  }

  override error(message: unknown, ...optional: unknown[]): void {
    if (optional.at(-1) === FAILED_START) {
      super.debug(message, ...optional);
    } else {
      super.error(message, ...optional);
    }
  }

  protected override getTimestamp(): string {
    return isoTimestamp(new Date(), this.timeZone);
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
