import { DataPipelineError } from '#clients/typescript';
import { ConfigurationError } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import { productVersion } from '#libs/product-version';
import { redactSecrets } from '#libs/redaction';
import { CommandFailed, exitCodeOf, ServerUnreachable, UsageError } from './exit-codes.js';
import { serverTexts } from './server/texts.js';
import type { Session } from './session.js';

export type Speaker = Pick<Session, 'language' | 'json'> & Partial<Pick<Session, 'serverVersion'>>;

/** Runs a command; a failure is reported in a sentence, or as JSON, and sets the exit code. */
export async function reportFailure(command: () => Promise<void>, speaker: Speaker): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommandFailed)) {
      const hint = versionHint(speaker);
      console.error(
        speaker.json
          ? JSON.stringify({ error: { ...(await described(error, speaker)), ...hint?.fields } })
          : [await sentenceOf(error, speaker), ...(hint === null ? [] : [hint.sentence])].join('\n'),
      );
    }
  }
}

/** Where the server is of another release: a refusal, or an answer that is not understood, may come from that. */
function versionHint({ serverVersion = null, language }: Speaker): { sentence: string; fields: object } | null {
  const own = productVersion();
  return serverVersion === null || serverVersion === own
    ? null
    : {
        sentence: serverTexts.otherVersion[language](serverVersion, own),
        fields: { server_version: serverVersion, cli_version: own },
      };
}

async function described(error: unknown, speaker: Speaker): Promise<Record<string, unknown>> {
  const common = { message: await sentenceOf(error, speaker), exit_code: exitCodeOf(error) };
  if (error instanceof DataPipelineError) {
    const { status: code, errorType, canRetry, details } = error;
    return { ...common, code, error_type: errorType, can_retry: canRetry, details };
  }
  return error instanceof DomainError ? { ...common, error_type: error.code, details: error.details } : common;
}

async function sentenceOf(error: unknown, { language }: Speaker): Promise<string> {
  if (error instanceof UsageError) {
    return error.text[language];
  }
  if (error instanceof DomainError) {
    return redactSecrets(errorText(error, language));
  }
  const isPlain =
    error instanceof DataPipelineError || error instanceof ServerUnreachable || error instanceof ConfigurationError;
  if (isPlain) {
    return redactSecrets(error.message);
  }
  // Imported only for unexpected errors: it loads the drivers of the databases.
  const { explainFailure } = await import('#libs/process');
  return explainFailure(error);
}
