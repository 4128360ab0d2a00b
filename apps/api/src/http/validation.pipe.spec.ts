import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import { CreateTaskRequest } from '../tasks/create-task.dto.js';
import { ListTasksQuery } from '../tasks/task.dto.js';
import { DeleteTasksQuery } from '../tasks/task-removal.dto.js';
import { RestoreRequest } from '../vector/vector-request.dto.js';
import { CleanupRequest } from '../files/cleanup.dto.js';
import { ExecuteRequest } from '../executions/execution.dto.js';
import { TableListRequest } from '../table-lists/table-list.dto.js';
import { RequestValidation, type RequestProblem } from './validation.pipe.js';

const pipe = new RequestValidation();

type Part = 'body' | 'query' | 'param';

function read<T>(metatype: new () => T, value: unknown, type: Part = 'body'): Promise<T> {
  return pipe.transform(value, { type, metatype }) as Promise<T>;
}

/** `field: sentence` of every problem, in Chinese and in English. */
async function problems(metatype: new () => object, value: unknown, type: Part = 'body'): Promise<[string, string][]> {
  try {
    await read(metatype, value, type);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) {
      throw error;
    }
    const found = error.details['problems'] as RequestProblem[];
    return found.map(({ field, message }) => [`${field}: ${message.zh}`, `${field}: ${message.en}`]);
  }
}

describe('RequestValidation', () => {
  it('takes wishes for pairs with the step that makes them alone, and runs without wishes', async () => {
    expect(await problems(ExecuteRequest, {})).toEqual([]);
    expect(await problems(ExecuteRequest, { step_name: 'qa_generation', add_of_kinds: ['count'] })).toEqual([]);
    const refused = [
      { add_for_tables: ['public.a'] },
      { step_name: 'ddl_generation', add_of_kinds: ['count'] },
      { step_name: 'qa_generation', add_count: 3 },
    ];
    const found = await Promise.all(refused.map((body) => problems(ExecuteRequest, body)));
    const sentence = [expect.stringMatching(/^add_for_tables: 追加/), expect.stringMatching(/^add_for_tables: adding/)];
    expect(found).toEqual([[sentence], [sentence], [sentence]]);
  });

  it('takes every timestamp of a backup, also of a second that has several', async () => {
    for (const timestamp of ['20250722_010318', '20250722_010318_2', '20250722_010318_999999']) {
      expect(await problems(RestoreRequest, { timestamp })).toEqual([]);
    }
    for (const timestamp of ['20250722_010318_', '20250722_010318_9999999', '2025-07-22']) {
      expect(await problems(RestoreRequest, { timestamp })).toHaveLength(1);
    }
  });

  it('fills in what is absent, cuts blanks off, and gives every request values of its own', async () => {
    const first = await read(CreateTaskRequest, { business_context: '  shop ' });
    const second = await read(CreateTaskRequest, { business_context: 'shop' });
    expect(first).toMatchObject({ business_context: 'shop', theme_count: 5, replace: false });
    expect(first.training_sinks).toEqual(['vanna', 'files']);
    expect(first.training_sinks).not.toBe(second.training_sinks);
  });

  it('reads numbers and truth values of a query, and one item as a list', async () => {
    expect(await read(ListTasksQuery, { limit: '7' }, 'query')).toMatchObject({ limit: 7, offset: 0 });
    expect(await read(DeleteTasksQuery, { 'task_ids[]': 'task_1', confirm: 'true' }, 'query')).toMatchObject({
      'task_ids[]': ['task_1'],
      confirm: true,
    });
  });

  it('takes the absence of a body as one without fields, where none has to be there', async () => {
    expect(await read(ExecuteRequest, undefined)).toMatchObject({ force_execution: false });
    expect(await problems(CleanupRequest, undefined)).toHaveLength(1);
    expect(await problems(CreateTaskRequest, undefined)).toEqual([
      [expect.stringContaining('必填字段：business_context'), expect.stringContaining('with business_context')],
    ]);
  });

  const NAMED = { business_context: 'shop' };

  it.each<[new () => object, unknown, Part, [string, string][]]>([
    [
      CreateTaskRequest,
      {},
      'body',
      [
        [
          'business_context: 必填，应为 1 到 4000 个字符的文本',
          'business_context: is required: expected text of 1 to 4000 characters',
        ],
      ],
    ],
    [
      CreateTaskRequest,
      { business_context: ' ', theme_count: 0, enable_sql_validaton: false },
      'body',
      [
        [
          'enable_sql_validaton: 未知字段（是否应为 enable_sql_validation？）',
          'enable_sql_validaton: unknown field (did you mean enable_sql_validation?)',
        ],
        [
          'business_context: 应为 1 到 4000 个字符的文本，收到空白文本',
          'business_context: expected text of 1 to 4000 characters, got blank text',
        ],
        ['theme_count: 应为 1 到 100 的整数，收到 0', 'theme_count: expected a whole number from 1 to 100, got 0'],
      ],
    ],
    [
      CreateTaskRequest,
      { ...NAMED, task_name: null, replace: 'maybe', tables: ['a', ''], max_cost: -1 },
      'body',
      [
        [
          'task_name: 应为 1 到 255 个字符的文本，收到 null',
          'task_name: expected text of 1 to 255 characters, got null',
        ],
        [
          'tables.1: 应为 1 到 500 个字符的文本，收到空白文本',
          'tables.1: expected text of 1 to 500 characters, got blank text',
        ],
        [
          'max_cost: 应为大于 0 且不超过 1000000000 的数，收到 -1',
          'max_cost: expected a number above 0 and up to 1000000000, got -1',
        ],
        ['replace: 应为 true、false 或 database，收到文本', 'replace: expected true, false or database, got text'],
      ],
    ],
    [
      CreateTaskRequest,
      { ...NAMED, tables: Array.from({ length: 1_001 }, () => 'a') },
      'body',
      [['tables: 应为 1 到 1000 项的列表，收到 1001 项', 'tables: expected a list of 1 to 1000 items, got 1001 items']],
    ],
    [
      CreateTaskRequest,
      { ...NAMED, tables: ['postgres://u:secretpw@h/db'] },
      'body',
      [
        [
          'tables.0: 不能包含带密码的 URL，请去掉密码',
          'tables.0: leave the password of the URL out, this text is stored',
        ],
      ],
    ],
    [
      CreateTaskRequest,
      { ...NAMED, db_name: 'postgres://u:secretpw@h/db' },
      'body',
      [
        [
          'db_name: 应为数据库名称，而不是 URL：1 到 63 字节，不含 / ? & @ : #',
          'db_name: expected a name, not a URL: 1 to 63 bytes, without / ? & @ : #',
        ],
      ],
    ],
    [
      ListTasksQuery,
      { status: 'runing', limit: ['1', '2'], page: '1', offset: '99999999999' },
      'query',
      [
        [
          'page: 未知字段，可用字段：limit、offset、status',
          'page: unknown field: the known ones are limit, offset, status',
        ],
        ['limit: 此查询参数只能给出一次', 'limit: this query parameter may be given only once'],
        [
          'offset: 应为 0 到 1000000000 的整数，收到 99999999999',
          'offset: expected a whole number from 0 to 1000000000, got 99999999999',
        ],
        [
          'status: 应为 pending、in_progress、partial_completed、completed、failed 或 cancelled，收到文本',
          'status: expected pending, in_progress, partial_completed, completed, failed or cancelled, got text',
        ],
      ],
    ],
    [
      ExecuteRequest,
      { step_name: 'ddl-generaton' },
      'body',
      [
        [
          'step_name: 应为 ddl_generation、qa_generation、sql_validation、training_load 或 evaluation（是否应为 ddl_generation？）',
          'step_name: expected ddl_generation, qa_generation, sql_validation, training_load or evaluation (did you mean ddl_generation?)',
        ],
      ],
    ],
    [
      TableListRequest,
      { tables: 7 },
      'body',
      [
        [
          'tables: 应为 1 到 1000 项的列表，或 1 到 100000 个字符的文本，收到 7',
          'tables: expected a list of 1 to 1000 items, or text of 1 to 100000 characters, got 7',
        ],
      ],
    ],
    [ExecuteRequest, [], 'body', [[': 应为 JSON 对象，收到列表', ': expected a JSON object, got a list']]],
    [ExecuteRequest, null, 'body', [[': 应为 JSON 对象，收到 null', ': expected a JSON object, got null']]],
    [
      ExecuteRequest,
      { toString: 1 },
      'body',
      [[expect.stringMatching(/^toString: 未知字段/), expect.stringMatching(/^toString: unknown field/)] as never],
    ],
  ])('refuses %p %j', async (request, value, part, expected) => {
    expect(await problems(request, value, part)).toEqual(expected);
  });
});
