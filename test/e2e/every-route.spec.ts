import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { openApiConformance, type CheckAnswer } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const document = JSON.parse(await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, object>>;
};
const routes = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/api/'))
  .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), path] as const));

/** Of things that are not there. */
const VALUES: Readonly<Record<string, string>> = {
  task_id: 'task_20991231_000000',
  archive_id: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
  operation_id: 'vector_backup_20991231_000000',
  key_id: '99999999',
  set_id: 'set_20991231',
  evaluation_id: 'evaluation_20991231',
  other_id: 'evaluation_20991230',
  target_id: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
  delivery_id: '99999999',
  name: 'x.csv',
  path: 'x.txt',
  pair_id: 'pair_0000000000000000',
};
const JSON_TYPE = { 'content-type': 'application/json' };
const BODIES: readonly { headers: Record<string, string>; body: string }[] = [
  { headers: JSON_TYPE, body: '{' },
  { headers: JSON_TYPE, body: 'null' },
  { headers: JSON_TYPE, body: '[1]' },
  { headers: JSON_TYPE, body: `{"a":"${'x'.repeat(1_100_000)}"}` },
  { headers: { 'content-type': 'text/csv' }, body: 'a,b' },
  { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
  { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' },
];
const QUERIES = [
  '',
  '?mentions=%00&status=%00&folder=%00',
  '?unknown=1',
  '?limit=%ff',
  '?limit=1&limit=2',
  `?limit=${'9'.repeat(3_000)}`,
];
const IS_CHINESE: ByLanguage<boolean> = { zh: true, en: false };
const HAN = /\p{Script=Han}/u;

describe('every route of the API document', () => {
  let services: SampleServices;
  let service: TestService;
  let check: CheckAnswer;

  beforeAll(async () => {
    services = await createSampleServices('routes');
    // A backup that no worker makes is answered at once.
    service = await startService({ ...services.variables, VECTOR_BACKUP_WAIT: '0' }, 0);
    check = await openApiConformance();
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  it.each(routes)('%s %s answers wrong requests as documented, in the language asked for', async (method, template) => {
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? '');
    const requests = [
      ...QUERIES.map((query) => ({ query, init: { headers: {} } })),
      ...(method === 'GET' ? [] : BODIES.map((init) => ({ query: '', init }))),
    ];
    for (const { query, init } of requests) {
      for (const language of LANGUAGES) {
        const headers = { ...init.headers, 'accept-language': language };
        const response = await fetch(`${service.client.origin}${path}${query}`, { ...init, method, headers });
        const contentType = response.headers.get('content-type') ?? '';
        const body = await response.text();
        const problems = check(method, path, { status: response.status, contentType, body });
        const sentence = (JSON.parse(body) as { data: { response?: string } }).data.response ?? '';
        const spoken = response.ok || HAN.test(sentence) === IS_CHINESE[language];
        expect({ query, init, body: body.slice(0, 300), problems, spoken }).toMatchObject({
          problems: [],
          spoken: true,
        });
      }
    }
  });
});
