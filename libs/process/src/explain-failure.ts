import { ConfigurationError } from '#libs/config';
import { translateFileError } from '#libs/data-directory';
import { DomainError, errorText } from '#libs/domain-errors';
import { redactSecrets } from '#libs/redaction';

/** The reason why a process or command ended, for the operator: in both languages for known errors. */
export function explainFailure(failure: unknown): string {
  const error = translateFileError(failure);
  if (error instanceof ConfigurationError) {
    return error.message;
  }
  if (error instanceof DomainError) {
    return redactSecrets(`${errorText(error, 'zh')}\n${errorText(error, 'en')}`);
  }
  return redactSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
