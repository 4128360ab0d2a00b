import { createDataPipelineClient, DataPipelineError, dataOf, type DataPipelineClient } from '#clients/typescript';
import type { Language } from '#libs/language';

export { DataPipelineError, dataOf, type DataPipelineClient };

/** Where the console and the API are, without a slash at the end: `https://host` or `https://host/prefix`. */
export const ROOT_URL = new URL('.', document.baseURI).href.replace(/\/+$/, '');
/** The path of that address; empty at the root of a host. */
export const ROOT_PATH = new URL(ROOT_URL).pathname.replace(/\/+$/, '');

/** A client whose messages are in the language of the reader. The session cookie goes with every request. */
export function clientIn(language: Language): DataPipelineClient {
  const client = createDataPipelineClient({ baseUrl: ROOT_URL, language });
  client.use({
    onRequest: ({ request }) => {
      // Without it a browser would ask its user for a password when a session ends.
      if (!request.headers.has('accept')) {
        request.headers.set('accept', 'application/json');
      }
      return request;
    },
  });
  return client;
}

/** Whether the API did not answer at all; `fetch` throws a TypeError then. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DataPipelineError && [502, 503, 504].includes(error.status));
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof DataPipelineError && error.status === status;
}
