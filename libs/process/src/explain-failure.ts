import { ConfigurationError } from '#libs/config';
import { translateFileError } from '#libs/data-directory';
import { DomainError, errorText } from '#libs/domain-errors';
import { LANGUAGES } from '#libs/language';
import { redactSecrets } from '#libs/redaction';

/** The reason why a process or command ended, for the operator: in every language for known errors. */
export function explainFailure(failure: unknown): string {
  const error = translateFileError(failure);
  if (error instanceof ConfigurationError) {
    return error.message;
  }
  if (error instanceof DomainError) {
    return redactSecrets(LANGUAGES.map((language) => errorText(error, language)).join('\n'));
  }
  return redactSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
