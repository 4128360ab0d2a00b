import { createDataPipelineClient, DataPipelineError, dataOf, type DataPipelineClient } from '#clients/typescript';
import type { Language } from '#libs/language';

export { DataPipelineError, dataOf, type DataPipelineClient };

/** Where the console and the API are, without a slash at the end: `https://host` or `https://host/prefix`. */
export const ROOT_URL = new URL('.', document.baseURI).href.replace(/\/+$/, '');
/** The path of that address; empty at the root of a host. */
export const ROOT_PATH = new URL(ROOT_URL).pathname.replace(/\/+$/, '');
/** Needs no key: it tells whether the service is there, and whether the reader is logged in. */
export const SESSION_PATH = '/api/v0/data_pipeline/session';

const UNREACHABLE = [502, 503, 504];

/** What concerns all requests, whichever page sends them. */
export interface Watch {
  readonly isLoggedOut: () => boolean;
  /** The service did not answer, or does not know the session any more. */
  readonly onTrouble: () => void;
}

/**
 * A client whose messages are in the language of the reader. The session cookie goes with every request. While the reader
 * is logged out no request leaves but that for the session: a page that waits below the login does not send its polls.
 */
export function clientIn(language: Language, watch: Watch): DataPipelineClient {
  const client = createDataPipelineClient({ baseUrl: ROOT_URL, language });
  client.use({
    onRequest: ({ request, schemaPath }) => {
      if (schemaPath !== SESSION_PATH && watch.isLoggedOut()) {
        return new Response(null, { status: 401 });
      }
      // Without it a browser would ask its user for a password when a session ends.
      if (!request.headers.has('accept')) {
        request.headers.set('accept', 'application/json');
      }
      return request;
    },
    onResponse: ({ response: { status }, schemaPath }) => {
      if (schemaPath !== SESSION_PATH && (status === 401 || UNREACHABLE.includes(status))) {
        watch.onTrouble();
      }
    },
    onError: ({ error, schemaPath }) => {
      if (schemaPath !== SESSION_PATH && isUnreachable(error)) {
        watch.onTrouble();
      }
    },
  });
  return client;
}

/** Whether the API did not answer at all; `fetch` throws a TypeError then. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DataPipelineError && UNREACHABLE.includes(error.status));
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof DataPipelineError && error.status === status;
}

/**
 * For a route that takes a form: its document describes the parts, and the browser sends them as they are.
 * @param parts an empty text is left out; the file comes last, when the server knows what to do with it
 */
export function formOf(parts: Readonly<Record<string, string | File>>): {
  readonly body: { readonly file: string };
  readonly bodySerializer: () => FormData;
} {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (part !== '') {
      form.append(name, part);
    }
  }
  return { body: { file: '' }, bodySerializer: () => form };
}
