import * as http from 'node:http';
import * as https from 'node:https';

const MAX_REDIRECTS = 3;
/** Many embeddings in one answer have some ten MB; more would fill the memory of the process. */
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;
/** Of an error, the beginning is read. */
const MOST_ERROR_BYTES = 64 * 1024;
/** These repeat the method and the body at another address. */
const REPEATED = new Set([307, 308]);

/**
 * `fetch` for the SDK of a model, with three differences. An answer is there when its last byte is, so that timeouts and
 * errors of the connection cover it whole. The only limit of time is the signal: Node's own `fetch` gives up after 300
 * seconds without headers. A redirect is followed on the same origin only: prompts hold a description of a business database.
 */
export async function fetchWhole(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { status, headers, body } = await exchange(addressOf(input), init).catch((error: unknown) => {
    // The SDK recognises its timeout by the class and the name of the error; a DOMException is not of every realm's class.
    throw init?.signal?.aborted
      ? Object.assign(new Error('timed out', { cause: error }), { name: 'AbortError' })
      : error;
  });
  // The reason phrase is left out: servers write it in any language, and `Response` takes Latin-1 only.
  // Some statuses must not have a body, not even an empty one.
  return new Response(body.byteLength > 0 ? body : null, { status, headers });
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

async function exchange(first: URL, init: RequestInit = {}): Promise<Answer> {
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await send(url, init);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null || !URL.canParse(location, url.href)) {
      return answer;
    }
    const next = new URL(location, url);
    if (next.origin !== url.origin) {
      return refused(`redirected to another server (${next.origin}), which is not followed`);
    }
    if (!REPEATED.has(answer.status) || redirects >= MAX_REDIRECTS) {
      return refused(`redirected to ${next.pathname}: correct the base URL`);
    }
    url = next;
  }
}

/** In the form of the endpoint's own errors. 421 is not retried: the request reached a server that does not answer it. */
function refused(reason: string): Answer {
  const body = new TextEncoder().encode(JSON.stringify({ error: { message: reason } }));
  return { status: 421, headers: new Headers({ 'content-type': 'application/json' }), body };
}

function send(url: URL, { method = 'GET', headers, body, signal }: RequestInit): Promise<Answer> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(new Headers(headers)), ...(signal ? { signal } : {}) };
    const sent = request(url, options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined);
  });
}

async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  const status = response.statusCode ?? 0;
  const most = status >= 400 ? MOST_ERROR_BYTES : MOST_ANSWER_BYTES;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) {
      // Leaving the loop closes the connection.
      break;
    }
  }
  if (bytes > most && status < 400) {
    return refused(`the answer has more than ${MOST_ANSWER_BYTES / 1024 / 1024} MiB`);
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    values?.forEach((value) => headers.append(name, value));
  }
  return { status, headers, body: new Uint8Array(Buffer.concat(chunks).subarray(0, most)) };
}

function addressOf(input: string | URL | Request): URL {
  return new URL(typeof input === 'string' || input instanceof URL ? input : input.url);
}
