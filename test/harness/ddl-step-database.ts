import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { defineErrors } from '#libs/domain-errors';
import { render } from '#libs/language';
import { taskParametersSchema } from '#libs/pipeline';
import { withDatabase } from '#libs/postgres';
import type { StepContext, StepInput } from '#libs/steps/step';
import { openBusinessDatabase } from './step-surroundings.js';
import { MemoryFiles } from './memory-files.js';
import { testServerUrl } from './test-database.js';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';

const WIDE = Array.from({ length: 130 }, (_, index) => `c${index} integer`).join(', ');
/** Autovacuum is off for the table of more than a few rows: ANALYZE would change the row order of the view. */
const SCHEMA = `
create schema sales;
create schema secret;
create table public.customers (id integer primary key, full_name text, email text, grade text);
comment on table public.customers is '客户表，记录客户资料';
comment on column public.customers.grade is E'等级；\\n含"引号"';
create table sales.orders (id integer primary key, customer_id integer not null references public.customers (id), amount numeric(10,2), ordered_on date)
  with (autovacuum_enabled = false);
create table public.sales_orders (id integer primary key, note text);
create table public.metadata (id integer primary key, topic text);
create table public."Order Details" ("Order" integer primary key, "a-b" text default 'x;y');
create table public.wide (${WIDE});
create table secret.hidden (id integer);
create rule keep_topics as on delete to public.metadata do instead nothing;
create view sales.per_day as select ordered_on, sum(amount) as total from sales.orders group by ordered_on;
insert into public.customers select i, 'n' || i, 'someone' || i || '@example.com', case when i % 2 = 0 then 'A' else 'B' end from generate_series(1, 50) i;
insert into sales.orders select i, i % 50 + 1, i * 1.5, date '2024-01-01' + i from generate_series(1, 100) i;
insert into public."Order Details" values (1, E'line\\nbreak');
`;

export const modelErrors = defineErrors({
  ddl_test_model_down: { kind: 'unavailable', zh: '模型不可用', en: 'the model is away' },
});

export const TABLES = ['public.*', 'sales.*'];

export const offline = new DdlGenerationStep({ chatModel: null });

export interface Surroundings {
  readonly context: StepContext;
  readonly files: Map<string, string>;
  readonly warnings: string[];
  readonly progress: (readonly [number, number])[];
  /** Files of the folder after the step has succeeded. */
  readonly published: () => Map<string, string>;
}

export function input(tables: readonly string[], parameters: object = {}): StepInput {
  return {
    taskId: 'task_20250721_213627',
    executionId: 'e',
    startedAt: new Date('2025-07-21T13:36:27Z'),
    timeZone: 'Asia/Shanghai',
    parameters: taskParametersSchema.parse({ business_context: '商城订单', ...parameters }),
    tables,
  };
}

/** A business database of its own for one suite, and a role of the same name that may read two of its tables. */
export class StepDatabase {
  readonly name = `ddl_step_${randomBytes(6).toString('hex')}`;
  readonly url = withDatabase(testServerUrl(), this.name);
  private readonly admin = new pg.Client({ connectionString: testServerUrl() });

  async create(): Promise<void> {
    await this.admin.connect();
    await this.admin.query(`create database ${this.name}`);
    await this.admin.query(`create role ${this.name} login`);
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    await client.query(SCHEMA);
    await client.query(
      `grant usage on schema sales to ${this.name}; grant select on sales.orders, public.customers to ${this.name}`,
    );
    await client.end();
  }

  async drop(): Promise<void> {
    await this.admin.query(`drop database ${this.name} with (force)`);
    await this.admin.query(`drop role ${this.name}`);
    await this.admin.end();
  }

  /** @param earlier the published files of the earlier run */
  surroundings(
    signal = new AbortController().signal,
    earlier = new Map<string, string>(),
    databaseUrl = this.url,
  ): Surroundings {
    const files = new MemoryFiles(earlier);
    const warnings: string[] = [];
    const progress: (readonly [number, number])[] = [];
    const quiet = (): void => undefined;
    const context: StepContext = {
      signal,
      log: { debug: quiet, info: quiet, warn: (_, message) => warnings.push(render(message, 'zh')), error: quiet },
      progress: (done, total) => progress.push([done, total]),
      files,
      database: openBusinessDatabase(databaseUrl, signal),
    };
    return { context, files: files.written, warnings, progress, published: () => files.published() };
  }
}
