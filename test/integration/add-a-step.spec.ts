import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { QUEUE_NAMES, STEP_NAMES } from '#libs/pipeline';
import { compileChanged } from '../harness/compile-changed.js';

const COMPILER_MS = 180_000;
const fileText = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

async function changed(path: string, before: string, after: string): Promise<string> {
  const text = await fileText(path);
  if (!text.includes(before)) {
    throw new Error(`${path} does not hold ${before}`);
  }
  return text.replace(before, () => after);
}

function withRow(row: string): Promise<string> {
  const end = '] as const satisfies readonly Row[]';
  return changed('libs/pipeline/src/steps.ts', end, `${row},\n${end}`);
}

describe('a step that is new in the table, with the parameter that switches it', () => {
  it(
    'does not compile before each place that has a case for every step or parameter knows it',
    async () => {
      const parameters = 'libs/pipeline/src/task-parameters.ts';
      const errors = await compileChanged({
        'libs/pipeline/src/steps.ts': await withRow(
          `{ name: 'publication', after: 'evaluation', enabledBy: 'enable_publication', queue: 'publication' }`,
        ),
        [parameters]: await changed(
          parameters,
          'z.strictObject({',
          'z.strictObject({ enable_publication: z.boolean().default(true),',
        ),
      });
      expect(Object.keys(errors).sort()).toEqual([
        'apps/api/src/tasks/create-task.dto.ts',
        'apps/api/src/tasks/task-parameters.mapper.ts',
        'apps/worker/src/step-providers.ts',
        'libs/pipeline/src/step-models.ts',
        'libs/step-files/src/task/step-results.ts',
      ]);
      expect(errors['apps/worker/src/step-providers.ts']?.join()).toContain(`'publication' is missing`);
      expect(errors['apps/api/src/tasks/create-task.dto.ts']?.join()).toContain(`'enable_publication' is missing`);
    },
    COMPILER_MS,
  );

  it(
    'does not compile without a switch that is a parameter, a step before it, and a queue',
    async () => {
      const rows = {
        'without-switch': `{ name: 'publication', after: 'evaluation', enabledBy: null, queue: 'publication' }`,
        'unknown-switch': `{ name: 'e', after: 'qa_generation', enabledBy: 'enable_e', queue: 'e' }`,
        'number-as-switch': `{ name: 'e', after: 'qa_generation', enabledBy: 'theme_count', queue: 'e' }`,
        'unknown-predecessor': `{ name: 'e', after: 'training', enabledBy: 'execute_sql', queue: 'e' }`,
        'without-queue': `{ name: 'e', after: 'qa_generation', enabledBy: 'execute_sql' }`,
      };
      const right = `{ name: 'e', after: 'qa_generation', enabledBy: 'execute_sql', queue: 'e' }`;
      const tables: Record<string, string> = {};
      for (const [name, row] of Object.entries({ ...rows, right })) {
        tables[`libs/pipeline/src/${name}.ts`] = await withRow(row);
      }
      const errors = await compileChanged(tables, Object.keys(tables));
      expect(Object.keys(errors).sort()).toEqual(
        Object.keys(rows)
          .map((name) => `libs/pipeline/src/${name}.ts`)
          .sort(),
      );
    },
    COMPILER_MS,
  );
});

describe('documents that list the steps', () => {
  it.each(['README.md', 'README.zh-CN.md', 'docs/curl.md', 'docs/zh-CN/curl.md', 'docs/glossary.md'])(
    '%s names every step',
    async (path) => {
      const document = await fileText(path);
      expect(STEP_NAMES.filter((step) => !document.includes(`\`${step}\``))).toEqual([]);
    },
  );

  it('.env.example names every queue that WORKER_STEPS takes, and no other', async () => {
    const [, comment = ''] = /# Queues of this worker: ([^.]*)\./.exec(await fileText('.env.example')) ?? [];
    expect(comment.replaceAll('\n# ', ' ').split(/,\s*/)).toEqual(QUEUE_NAMES);
  });
});
