import { DataPipelineError } from '#clients/typescript';
import { DomainError } from '#libs/domain-errors';
import { explainFailure } from '#libs/process';
import { redactSecrets } from '#libs/redaction';
import { CommandFailed, exitCodeOf, ServerUnreachable, UsageError } from './exit-codes.js';

/** Runs a command; a failure is reported in a sentence and sets the exit code. @param json the report is one of JSON */
export async function reportFailure(command: () => Promise<void>, json = false): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommandFailed)) {
      console.error(json ? JSON.stringify({ error: described(error) }) : sentenceOf(error));
    }
  }
}

function described(error: unknown): Record<string, unknown> {
  const common = { message: sentenceOf(error), exit_code: exitCodeOf(error) };
  if (error instanceof DataPipelineError) {
    const { status: code, errorType, canRetry, details } = error;
    return { ...common, code, error_type: errorType, can_retry: canRetry, details };
  }
  return error instanceof DomainError ? { ...common, error_type: error.code, details: error.details } : common;
}

function sentenceOf(error: unknown): string {
  const isPlain =
    error instanceof DataPipelineError || error instanceof ServerUnreachable || error instanceof UsageError;
  return isPlain ? redactSecrets(error.message) : explainFailure(error);
}
