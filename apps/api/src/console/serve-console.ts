import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Scripts, styles and images; their names change with their contents. */
export const ASSETS_PATH = '/assets/';
/** Where `npm run build` puts the console, seen from the built API. */
const BUILT_CONSOLE = fileURLToPath(new URL('../../../console/', import.meta.url));
/** Replaced by the way back to the root, as the browser sees it. */
const BASE = '<base href="./" />';
/** Paths below these belong to the API and its tools: unknown ones get its errors. */
const NOT_PAGES = new Set(['api', 'v1', 'health', 'metrics', 'docs', 'admin', 'assets']);

/**
 * Serves the console: its assets, and its one page for every path that no route has, to clients that ask for HTML.
 * Registered before the keys are looked at: the page has no data, and the login is on it.
 */
export async function serveConsole(fastify: FastifyInstance, folder = BUILT_CONSOLE): Promise<void> {
  // A tree that was compiled without `npm run build` has no console.
  if (!existsSync(`${folder}index.html`)) {
    return;
  }
  const page = await readFile(`${folder}index.html`, 'utf8');
  await fastify.register(fastifyStatic, {
    root: `${folder}assets`,
    prefix: ASSETS_PATH,
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    if (request.is404 && isPage(request, path)) {
      await reply
        // With `no-referrer` browsers send `Origin: null`, and requests of this page would seem to be of another site.
        .headers({ 'cache-control': 'no-cache', vary: 'accept', 'referrer-policy': 'same-origin' })
        .type('text/html; charset=utf-8')
        .send(page.replace(BASE, `<base href="${wayToRoot(path)}" />`));
    }
  });
}

function isPage({ method, headers }: FastifyRequest, path: string): boolean {
  const [, first = ''] = path.split('/');
  const isAsked = (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html') === true;
  return isAsked && !path.includes('//') && !/\.[^/]*$/.test(path) && !NOT_PAGES.has(first.toLowerCase());
}

/** Relative: behind a proxy that serves this API below a prefix, the browser resolves it to that prefix. */
function wayToRoot(path: string): string {
  return '../'.repeat(path.split('/').length - 2) || './';
}
