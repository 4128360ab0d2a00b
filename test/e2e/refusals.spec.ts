import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LANGUAGES, type ByLanguage } from '#libs/language';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const TASKS = '/api/v0/data_pipeline/tasks';
const TASK = `${TASKS}/task_20991231_000000`;
const VECTOR = '/api/v0/data_pipeline/vector';
const FILES = '/api/v0/data_pipeline/files';
const READERS = '/api/v0/data_pipeline';
const DATABASE = '/api/v0/database';
const NAMED = { business_context: '服务区' };
const NEW = (body: object): [string, string, unknown] => ['POST', TASKS, { ...NAMED, ...body }];

/** Method, path and body of requests that are refused; a text is sent as it is. */
const REQUESTS: readonly [string, string, unknown?][] = [
  ['POST', TASKS],
  ['POST', TASKS, '{'],
  ['POST', TASKS, '{"__proto__": {}}'],
  ['POST', TASKS, []],
  ['POST', TASKS, { business_context: '' }],
  ['POST', TASKS, { business_context: 'x'.repeat(4_001) }],
  ['POST', TASKS, { business_context: 'postgres://u:pw@h/db' }],
  NEW({ enable_sql_validaton: true }),
  NEW({ nothing_like_it: true }),
  NEW({ db_name: 'postgres://u:pw@h/db' }),
  NEW({ db_name: '高'.repeat(22) }),
  NEW({ replace: 'maybe' }),
  NEW({ language: 'fr' }),
  NEW({ theme_count: 1.5 }),
  NEW({ theme_count: '5' }),
  NEW({ max_cost: 0 }),
  NEW({ max_tokens: 1e15 }),
  NEW({ training_sinks: ['vana'] }),
  NEW({ training_sinks: [] }),
  NEW({ tables: 'a' }),
  NEW({ tables: [1, null] }),
  NEW({ tables: ['a'], table_list_file: 'b' }),
  NEW({ schedule: '61 * * * *' }),
  NEW({ schedule: '* * *' }),
  NEW({ task_name: null }),
  ['GET', `${TASKS}?limit=0&offset=x&status=runing&page=1`],
  ['GET', `${TASKS}?limit=1&limit=2`],
  ['GET', `${TASKS}?offset=99999999999`],
  ['GET', `${TASKS}/a-b`],
  ['POST', `${TASKS}/query`, { page: 0, page_size: 1_000, sort_order: 'up', created_time_start: 'yesterday' }],
  ['DELETE', TASKS, { task_ids: ['a-b'] }],
  ['DELETE', TASKS, { task_ids: ['task_1'], confirm: false }],
  ['DELETE', `${TASK}?delete_database_records=yes`],
  ['DELETE', `${TASK}?include_backups=perhaps`],
  ['POST', `${TASK}/execute`, { execution_mode: 'stp' }],
  ['POST', `${TASK}/execute`, { execution_mode: 'step' }],
  ['POST', `${TASK}/execute`, { execution_mode: 'complete', step_name: 'ddl_generation' }],
  ['POST', `${TASK}/execute`, { step_name: 'ddl' }],
  ['POST', `${TASK}/table-list`, { tables: 7 }],
  ['POST', `${TASK}/table-list`, { tables: Array.from({ length: 1_001 }, () => 'a') }],
  ['POST', `${TASK}/table-list`, { tables: [] }],
  ['GET', `${TASK}/logs?level=LOUD&before_id=x`],
  ['POST', `${TASK}/logs/query`, { keyword: '' }],
  ['GET', `${TASK}/files?file_type=xml&sort_by=x`],
  ['POST', `${TASK}/files/archive`, { archive_format: 'rar', files: ['*a*b*c*d*e*f*g*'] }],
  ['GET', `${TASK}/archives/x`],
  ['POST', `${FILES}/archive`, {}],
  ['POST', `${FILES}/cleanup`],
  ['POST', `${FILES}/cleanup`, { days_to_keep: -1, dry_run: 'yes' }],
  ['GET', `${READERS}/schedules?task_id=a-b`],
  ['PUT', `${TASK}/schedule`],
  ['PUT', `${TASK}/schedule`, { schedule: '0 2 * * *', time_zone: 5 }],
  ['GET', `${TASK}/training-data?collection=x`],
  ['GET', `${TASK}/training-data?after=%00`],
  ['GET', `${READERS}/tasks?name=a%00b`],
  ['GET', `${TASK}/pairs?state=done&order=best&cursor=x`],
  ['PATCH', `${TASK}/pairs/pair_x`, { state: 'approved' }],
  ['PATCH', `${TASK}/pairs/pair_x`, { state: 'fine', sql: 1 }],
  ['POST', `${TASK}/pairs/bulk`, { state: 'approved', dry_run: false }],
  ['POST', `${TASK}/pairs/undo`, { batch_id: 'x' }],
  ['POST', `${TASK}/pairs/spot-check`, { n: 0, since: 'x' }],
  ['POST', `${TASK}/pairs/preview`, {}],
  ['GET', `${TASK}/semantic-model/table?table=`],
  ['PATCH', `${TASK}/semantic-model`, { part: 'row', table: 7, set: [], follow: [''] }],
  ['PATCH', `${TASK}/semantic-model`, { part: 'column', table: 'public.x' }],
  ['POST', `${TASK}/semantic-model/relationships`, { from: 'a', from_columns: ['b'], to: 'c', to_columns: [] }],
  ['POST', `${TASK}/semantic-model/undo`, { number: 0 }],
  ['GET', '/api/v0/data_pipeline/monitor/metrics/history?minutes=99999'],
  ['GET', '/api/v0/data_pipeline/audit?mentions=%00'],
  ['POST', `${READERS}/session`],
  ['POST', `${READERS}/session`, { key: '' }],
  ['POST', `${READERS}/keys`, { name: '' }],
  ['POST', `${READERS}/keys`, { name: 'a\tb', scopes: ['write'], expires_days: 0 }],
  ['DELETE', `${READERS}/keys/x`],
  ['POST', `${READERS}/search`],
  ['POST', `${READERS}/search`, { question: '', mode: 'words', ddl: -1, documents: 101, pairs: 1.5 }],
  ['POST', `${READERS}/search`, { question: 'x', task_id: '', db_name: 'x'.repeat(64) }],
  ['POST', `${READERS}/context`, { question: 7, max_tokens: 1, max_tables: 0, max_pairs: 41, format: 'xml' }],
  ['POST', `${READERS}/context`, { question: 'x', language: 'fr', pairs: 3 }],
  ['POST', `${READERS}/question-sets`],
  ['POST', `${READERS}/question-sets`, { name: '', questions: [] }],
  ['POST', `${READERS}/question-sets`, { name: 'x', questions: [1, 'a'], execute_sql: 'yes' }],
  ['POST', `${READERS}/question-sets`, { name: 'x', questions: [{}], db_name: 'postgres://u:pw@h/db' }],
  ['POST', `${READERS}/question-sets/held-out`, { task_id: 'a-b' }],
  ['POST', `${READERS}/question-sets/learnt`, { task_id: 'a-b' }],
  ['GET', `${READERS}/question-sets/a.b`],
  ['GET', `${READERS}/question-sets/set_1/questions?after=x&limit=501`],
  ['POST', `${TASK}/evaluations`, { arms: [], level: 'guess', results: 0, mode: 'words', embedder: 'mine' }],
  ['POST', `${TASK}/evaluations`, { arms: ['ddl'], max_questions: 0, max_cost: -1, min_all_tables: 101 }],
  ['GET', `${TASK}/evaluations/a.b`],
  ['GET', `${TASK}/evaluations/evaluation_1/report?format=pdf&language=fr`],
  ['GET', `${TASK}/evaluations/evaluation_1/results?cause=luck&status=lost&failed=perhaps`],
  ['POST', `${TASK}/evaluations/evaluation_1/remedies`, { remedy_ids: 'all' }],
  ['POST', `${READERS}/notifications/targets`, { name: '', kind: 'e-mail', url: 'ftp://x', events: ['task.lost'] }],
  [
    'POST',
    `${READERS}/notifications/targets`,
    { name: 'x', kind: 'webhook', url: 'https://example.com', events: ['test'] },
  ],
  ['GET', `${READERS}/notifications/deliveries?state=lost&target_id=x&limit=0`],
  ['POST', `${READERS}/notifications/deliveries/x/redeliver`],
  NEW({ enable_evaluation: 'yes', min_context_sufficiency: 0, evaluation_set: '' }),
  ['POST', `${DATABASE}/tables`, { db_connection: 'localhost' }],
  ['POST', `${DATABASE}/table/ddl`],
  ['POST', `${DATABASE}/table/ddl`, { table: 'public.*', type: 'ddl' }],
  ['POST', `${DATABASE}/table/ddl`, { table: 'a', type: 'pdf' }],
  ['POST', `${VECTOR}/backup`, { truncate_vector_tables: true, incremental: true }],
  ['POST', `${VECTOR}/backup`, { truncate_vector_tables: true, tables: ['langchain_pg_embedding'] }],
  ['POST', `${VECTOR}/backup`, { tables: ['langchain_pg_embeding'], parallel: 9 }],
  ['POST', `${VECTOR}/backup`, { task_id: 'a-b' }],
  ['POST', `${VECTOR}/restore`],
  ['POST', `${VECTOR}/restore`, { timestamp: 'now', schema: '1x', on_conflict: 'ignore' }],
  ['POST', `${VECTOR}/verify`, { operation_id: 'x' }],
  ['GET', `${VECTOR}/operations?kind=backups`],
];

/** A pattern that every sentence of the language matches, and one that none matches. */
const OWN: ByLanguage<RegExp> = { zh: /\p{Script=Han}/u, en: /[a-z]{3,}/ };
const FOREIGN: ByLanguage<RegExp> = { zh: /[A-Za-z]{3,}/, en: /\p{Script=Han}/u };
/** Identifiers, names of formats, and what a client sent itself; they are the same in both languages. */
const NEUTRAL =
  /\b(?:task|backup|anomaly)\.[a-z]+|[\w./-]*[_/\\][\w./\\-]*|\b(?:JSON|UTF-8|URL|SHA-256|HTTP|null|true|false|[A-Z]{3,})\b|\b(?:schema|tables?|limit|offset|status|page|mode|step|complete|resume|database|vanna|files|zh|en|asc|desc|zip|tar\.gz|auto|direct|job|keyword|schedule|timestamp|text|sql|ddl|md|both|csv|json|log|markdown|other|binary|none|gzip|zstd|error|skip|replace|backup|restore|verify|copy|pending|running|completed|failed|cancelled|incremental|parallel|postgresql|host|options|sslmode|id|public|documentation|collection|language|level|kind|mentions|minutes|prototype|constructor|application|boundary|confirm|type|reembed|approved|rejected|risk|count|If-Match|ETag|version|file|new|load|order|state|since|hybrid|vector|question|documents|pairs|format|evaluation|questions|retrieval|answers|context|name|results|arms|store|counted|leaked|unusable|after|cause|embedder|key|html|webhook|slack|dingtalk|wecom|feishu|events|test|http|https|secret|waiting|delivered|dead|url|scopes\.0|read|run|admin|events\.0|part|set|follow|follow\.0|column|relationship|metric|number)\b/g;

describe('a wrong request', () => {
  let services: SampleServices;
  let service: TestService;

  beforeAll(async () => {
    services = await createSampleServices('refusals');
    service = await startService({ ...services.variables, VECTOR_BACKUP_WAIT: '0' }, 0);
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  // Three values each: for a missing one Jest would pass its callback.
  const rows = REQUESTS.map(([method, path, body]) => [method, path, body] as const);

  it.each(rows)('%s %s %j is refused in a sentence of ours, in either language', async (method, path, body) => {
    for (const language of LANGUAGES) {
      const response = await fetch(`${service.client.origin}${path}`, {
        method,
        headers: {
          'accept-language': language,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const { data } = (await response.json()) as { data: { response: string } };
      const sentence = data.response;
      expect([response.status, sentence]).toEqual([expect.any(Number), expect.stringMatching(/\S/)]);
      expect([400, 404]).toContain(response.status);
      // The masking of secrets has found none in a sentence of ours.
      expect([sentence, path.includes('database') || !sentence.includes('***')]).toEqual([sentence, true]);
      expect([sentence, sentence.replace(NEUTRAL, '')]).toEqual([
        sentence,
        expect.not.stringMatching(FOREIGN[language]),
      ]);
      expect(sentence).toMatch(OWN[language]);
    }
  });
});
