import { exampleOf, type Resolve, type Schema } from './example-of.js';

/** The sentence of a route's answer, as `Answers` leaves it in the document. */
export const ANSWER_EXTENSION = 'x-answer';

const STARTED = { status: 'pending', response: '操作已提交，正在后台执行' };

/** Values, by operation and status, of answers at another time of the example story. */
const MOMENTS: Readonly<Record<string, Record<string, unknown>>> = {
  'tasks_create 201': { status: 'pending' },
  'tasks_get 200': {
    status: 'in_progress',
    completed_at: null,
    current_execution: {
      execution_id: 'task_20250627_143052_step_qa_generation_exec_20250627_143100',
      run_id: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
      step: 'qa_generation',
      status: 'running',
      started_at: '2025-06-27T14:31:00+08:00',
      progress: { done: 12, total: 50, label: 'bss_service_area' },
    },
  },
  'archives_create 202': {
    status: 'pending',
    file_size: null,
    file_size_formatted: null,
    content_hash: null,
    completed_at: null,
  },
  'vectorBackup_backup 202': STARTED,
  'vectorRestore_restore 202': STARTED,
  'vectorRestore_verify 202': STARTED,
};

/**
 * A complete answer of an operation.
 * @param answer operation and status, as `tasks_create 201`
 * @param sentence of the envelope; absent where the route writes it itself
 */
export function successExample(
  answer: string,
  sentence: string | undefined,
  schema: Schema,
  resolve: Resolve,
): Record<string, unknown> {
  const example = exampleOf(schema, resolve) as Record<string, unknown>;
  const data = example['data'];
  return typeof data === 'object' && !Array.isArray(data)
    ? { ...example, message: sentence ?? '操作已提交', data: { ...data, ...MOMENTS[answer] } }
    : example;
}
