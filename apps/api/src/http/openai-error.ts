import type { DomainError, ErrorKind } from '#libs/domain-errors';

/** `type` of an error below /v1, as the clients of OpenAI know it. */
const TYPES: Partial<Record<ErrorKind, string>> = {
  unauthorized: 'authentication_error',
  forbidden: 'permission_error',
  rate_limited: 'rate_limit_error',
  database: 'server_error',
  internal: 'server_error',
  unavailable: 'server_error',
};

/** Routes that speak as the OpenAI API does, errors included. */
export function isOpenAiPath(path: string): boolean {
  return path.startsWith('/v1/');
}

/** @param message the sentence for the client */
export function openAiError(error: DomainError, message: string): Record<string, unknown> {
  return {
    error: { message, type: TYPES[error.kind] ?? 'invalid_request_error', param: fieldOf(error), code: error.code },
  };
}

/** The first field that is wrong. */
function fieldOf({ details }: DomainError): string | null {
  const problems = details['problems'] as readonly { readonly field: string }[] | undefined;
  const [field = ''] = problems?.[0]?.field.split('.') ?? [];
  return field === '' ? null : field;
}
