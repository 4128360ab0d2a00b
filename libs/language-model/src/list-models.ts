import { DomainError } from '#libs/domain-errors';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';

/** Statuses of endpoints that have no list of models. */
const WITHOUT_LIST = new Set([404, 405, 501]);

/**
 * Asks an endpoint once for the models that it serves; that costs nothing, and shows whether the address and the key are
 * right.
 * @returns null where the endpoint has no such list
 * @throws DomainError `model_unavailable`, `model_rejected`
 */
export async function listModels(options: EndpointOptions, signal: AbortSignal): Promise<string[] | null> {
  const endpoint = new Endpoint({ ...options, maxAttempts: 1 });
  try {
    const page = await endpoint.call(signal, (client) => client.models.list({ signal }));
    return page.data.map(({ id }) => id);
  } catch (error) {
    if (hasNoList(error)) {
      return null;
    }
    throw error;
  }
}

function hasNoList(error: unknown): boolean {
  return (
    error instanceof DomainError &&
    error.code === languageModelErrors.model_rejected.code &&
    WITHOUT_LIST.has(Number(error.params['status']))
  );
}
