import { openApiConformance } from './openapi-conformance.js';

/** Watches every answer that a suite gets by `fetch`. */
export interface AnswerWatch {
  /** Differences from `docs/openapi.json`, each once. */
  problems(): Promise<string[]>;
  stop(): void;
}

/** Compares the answers of the API to all requests from now on with the API document. */
export async function checkEveryAnswer(): Promise<AnswerWatch> {
  const check = await openApiConformance();
  const original = globalThis.fetch;
  const checks: Promise<string[]>[] = [];
  globalThis.fetch = async (input, init) => {
    const response = await original(input, init);
    const { pathname } = new URL(response.url);
    const contentType = response.headers.get('content-type') ?? '';
    const body = contentType.startsWith('application/json') ? response.clone().text() : Promise.resolve('');
    checks.push(
      body.then((text) => check(init?.method ?? 'GET', pathname, { status: response.status, contentType, body: text })),
    );
    return response;
  };
  return {
    problems: async () => [...new Set((await Promise.all(checks)).flat())],
    stop: () => {
      globalThis.fetch = original;
    },
  };
}
