import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import type { ChatModel } from '#libs/language-model';
import { input, modelErrors, StepDatabase } from '../../../../test/harness/ddl-step-database.js';
import { DdlGenerationStep } from './index.js';

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

const database = new StepDatabase();
const surroundings = database.surroundings.bind(database);

describe('ddl_generation with a model', () => {
  beforeAll(() => database.create());

  afterAll(() => database.drop());

  it('takes comments from a model by column name, keeps those of people, and survives its failures', async () => {
    const prompts: string[] = [];
    const chatModel: ChatModel = {
      name: 'test',
      completeJson: async ({ schema, schemaName, user }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        prompts.push(user);
        if (schemaName === 'business_themes' || user.includes('Table sales.orders')) {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        return schema.parse({
          table_comment: '模型说的表',
          columns: [
            { name: 'C129', comment: '第129列' },
            { name: 'ghost', comment: '不存在' },
            { name: 'EMAIL', comment: '电子邮箱\n两行' },
            { name: 'grade', comment: '不该替换' },
            { name: 'full_name', comment: '姓名' },
          ],
        });
      },
    };
    const { context, files, warnings } = surroundings();
    const step = new DdlGenerationStep({ chatModel });
    const result = await step.run(input(['customers', 'wide', 'sales.orders']), context);
    expect(result).toMatchObject({ processed_successfully: 3, failed: 0 });
    const detail = files.get('customers_detail.md') ?? '';
    expect(detail).toContain('## customers（客户表）');
    expect(detail).toContain('- full_name (text) - 姓名');
    expect(detail).toContain('- email (text) - 电子邮箱 两行');
    expect(detail).toContain('- grade (text) - 等级');
    expect(detail).not.toMatch(/不该替换|不存在/);
    expect(files.get('wide.ddl')).toMatch(/c129 integer +-- 第129列/);
    expect(files.get('sales_orders.ddl')).toContain('-- 客户编号，外键');
    expect(warnings.filter((warning) => warning.includes('模型不可用'))).toHaveLength(2);
    expect(prompts.filter((prompt) => prompt.includes('Table public.wide'))).toHaveLength(3);
    const prompt = (table: string): string => prompts.find((text) => text.includes(`Table ${table}`)) ?? '';
    expect(prompt('public.customers')).toContain('\nReferred to by sales.orders by customer_id');
    expect(prompt('sales.orders')).toContain('\nRefers to public.customers by customer_id (客户表，记录客户资料');
    expect(prompts.join()).not.toMatch(/someone\d+@example/);
    const sources = JSON.parse(files.get('comment_sources.json') ?? '') as Record<string, unknown>;
    expect(sources['public.customers']).toEqual({
      table: 'catalog',
      columns: { id: 'rule', full_name: 'model', email: 'model', grade: 'catalog' },
    });
  });

  it('refuses comments of a weak model that only echo, and names the reasons', async () => {
    const chatModel: ChatModel = {
      name: 'weak',
      completeJson: async ({ schema, schemaName }) => {
        if (schemaName === 'table_meanings') {
          return schema.parse({});
        }
        if (schemaName === 'business_themes') {
          throw new DomainError(modelErrors.ddl_test_model_down);
        }
        return schema.parse({
          table_comment: 'Description: table/Shop/Wide',
          columns: [
            { name: 'c1', comment: 'column_comment' },
            { name: 'c2', comment: 'c2' },
            { name: 'c3', comment: 'The third column' },
            { name: 'c4', comment: '字段：第四列' },
          ],
        });
      },
    };
    const { context, files, warnings } = surroundings();
    await new DdlGenerationStep({ chatModel }).run(input(['wide']), context);
    expect(files.get('wide.ddl')).not.toMatch(/Description|Shop|column_comment|third/);
    expect(files.get('wide.ddl')).toMatch(/c4 .*-- 第四列/);
    for (const reason of ['路径', '提示词', '表名或字段名', '语言']) {
      expect(warnings.filter((warning) => warning.includes(reason))).toHaveLength(1);
    }
  });
});
