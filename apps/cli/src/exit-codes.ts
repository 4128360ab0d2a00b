import { CommanderError } from 'commander';
import { DataPipelineError } from '#clients/typescript';
import { ConfigurationError } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import type { Text } from '#libs/language';

/** Exit codes of every command; docs/command-line.md lists them. */
export const EXIT = {
  ok: 0,
  /** The command did its work, and the outcome is a failure; or an unexpected error. */
  failed: 1,
  /** Wrong arguments or a wrong configuration: the same call fails again. */
  usage: 2,
  /** A server or a service is not reachable: a later call may succeed. */
  unreachable: 3,
  /** The server answered, and refused: no right, no such task, a conflict. */
  refused: 4,
  /** `task diff`: the documents or pairs differ from the live database. */
  out_of_date: 5,
  /** `evaluate`: measured, and below the gate. */
  below_gate: 6,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;

/** The command was called in a way that cannot work. */
export class UsageError extends Error {
  constructor(readonly text: Text) {
    super(text.en);
  }
}

/** A command that ended with a failure of what it looked at; it has printed the reason. */
export class CommandFailed extends Error {
  constructor(readonly exitCode: number) {
    super('the command failed');
  }
}

/** Nothing answers at the URL of the server. */
export class ServerUnreachable extends Error {}

const SERVER_AWAY = new Set([502, 503, 504]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailed) {
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof UsageError || error instanceof ConfigurationError) {
    return EXIT.usage;
  }
  if (error instanceof ServerUnreachable) {
    return EXIT.unreachable;
  }
  if (error instanceof DataPipelineError) {
    return SERVER_AWAY.has(error.status) ? EXIT.unreachable : error.status >= 500 ? EXIT.failed : EXIT.refused;
  }
  if (error instanceof DomainError) {
    return codeOfKind(error);
  }
  return EXIT.failed;
}

/** Of commands that work on the services themselves: `keys`, `vector`, `migrate`. */
function codeOfKind({ kind }: DomainError): number {
  switch (kind) {
    case 'unavailable':
      return EXIT.unreachable;
    case 'validation':
    case 'unauthorized':
    case 'forbidden':
    case 'not_found':
    case 'conflict':
    case 'rate_limited':
      return EXIT.refused;
    default:
      return EXIT.failed;
  }
}
