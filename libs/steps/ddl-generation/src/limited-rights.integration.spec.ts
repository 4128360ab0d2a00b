import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { parse } from 'libpg-query';
import { render } from '#libs/language';
import { taskParametersSchema } from '#libs/pipeline';
import type { StepContext } from '#libs/steps/step';
import { MemoryFiles } from '../../../../test/harness/memory-files.js';
import { openBusinessDatabase } from '../../../../test/harness/step-surroundings.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { DdlGenerationStep } from './index.js';

const SCHEMA = `
create type size as enum ('SHORT', '', 'it''s', 'a,b', '{x}');
create table note (id integer primary key, body text, check (body <> E'a\\n\\nb'), "line
break" integer, g text generated always as (replace(body, E'\\n', ' ')) stored, size size);
alter table note add check ("line
break" > 0) not valid;
insert into note (id, size) select i, (enum_range(null::size))[1 + i % 5] from generate_series(1, 50) i;
create table staff (id integer primary key, name text, salary numeric);
create table hidden (id integer, x text);
insert into hidden values (1, 'secret');
alter table hidden enable row level security;
create table sales (region text not null, ref integer) partition by list (region);
create table sales_eu partition of sales for values in ('EU') partition by hash (ref);
create table sales_eu_0 partition of sales_eu for values with (modulus 1, remainder 0);
create schema closed;
create table closed.inside (id integer);
create table closed.other (id integer);
`;

// Creating a database waits for a checkpoint, which a busy machine makes long.
jest.setTimeout(60_000);

describe('the documents for a role of few rights', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let role: string;
  let asRole: string;

  beforeAll(async () => {
    database = await createTestDatabase('limited_rights');
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const url = new URL(database.url);
    role = url.pathname.slice(1);
    url.username = role;
    asRole = url.toString();
    await admin.query(SCHEMA);
    await admin.query(`create role "${role}" login; grant select on note, hidden, sales, closed.inside to "${role}";
      grant select (id, name) on staff to "${role}"`);
  });

  afterAll(async () => {
    await admin.query(`drop owned by "${role}"; drop role "${role}"`);
    await admin.end();
    await database.drop();
  });

  async function documents(tables: readonly string[], parameters: object): Promise<Map<string, string>> {
    const files = new MemoryFiles(new Map());
    const { signal } = new AbortController();
    const quiet = (): void => undefined;
    const context: StepContext = {
      signal,
      log: { debug: quiet, info: quiet, warn: (_, message) => warnings.push(render(message, 'en')), error: quiet },
      progress: quiet,
      files,
      database: openBusinessDatabase(asRole, signal),
    };
    const input = {
      taskId: 't',
      executionId: 'e',
      startedAt: new Date(),
      timeZone: 'UTC',
      parameters: taskParametersSchema.parse({ business_context: 'a shop', ...parameters }),
      tables,
    };
    await new DdlGenerationStep({ chatModel: null }).run(input, context);
    return files.written;
  }

  const warnings: string[] = [];

  it('name the columns that it may not read, and say where row security hides rows', async () => {
    const files = await documents(['public.*'], {});
    expect(files.get('staff_detail.md')).toContain('- columns that this role may not read: salary\n');
    expect(files.get('hidden_detail.md')).toContain('- row security hides rows from this role');
    expect(files.get('hidden_detail.md')).not.toContain('no rows');
    const chinese = await documents(['public.*'], { business_context: '商城' });
    expect(chinese.get('staff_detail.md')).toContain('- 当前角色无权读取的字段：salary\n');
    expect(chinese.get('hidden_detail.md')).toContain('- 行级安全策略对当前角色隐藏了部分行');
  });

  it('document a partitioned table once, whatever its levels', async () => {
    const files = await documents(['*.*'], { continue_on_error: true });
    expect([...files.keys()].filter((name) => name.startsWith('sales'))).toEqual(['sales.ddl', 'sales_detail.md']);
    expect(files.get('schema.sql')).toContain('sales_eu_0');
  });

  it('keep the line breaks of literals and names, and quote values that are no plain words', async () => {
    const files = await documents(['note'], {});
    const ddl = files.get('note.ddl') ?? '';
    expect(ddl).toContain("check (body <> E'a\\n\\nb'::text)");
    expect((await parse(ddl)).stmts).toHaveLength(1);
    const detail = files.get('note_detail.md') ?? '';
    expect(detail).toContain("- check: (body <> E'a\\n\\nb'::text)\n");
    expect(detail).toContain('- check: (U&"line\\000abreak" > 0) NOT VALID');
    expect(detail).toContain("- g is computed: replace(body, E'\\n'::text, ' '::text)\n");
    expect(detail).toMatch(/size takes one of the values: .*'a,b'.*, ''/);
    expect(detail).toMatch(/size takes one of the values: .*it's/);
    expect(detail).not.toMatch(/'\{x\}'/);
    await admin.query(
      `create schema again; set search_path = again, public; ${ddl.replace('public.note', 'again.note')}`,
    );
    const { rows } = await admin.query<{ checks: number }>(`
      select count(distinct regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', ''))::int as checks from pg_constraint
      where contype = 'c' and conrelid in ('public.note'::regclass, 'again.note'::regclass)`);
    expect(rows).toEqual([{ checks: 2 }]);
  });

  it('are refused with the privilege that is missing', async () => {
    const refused: unknown = await documents(['closed.*'], {}).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringContaining('closed.inside (no USAGE on the schema closed)'),
      code: 'ddl_select_denied',
      details: { tables: ['closed.inside', 'closed.other'] },
    });
    warnings.length = 0;
    await documents(['*.*'], { continue_on_error: true });
    expect(warnings.join('\n')).toContain(
      `closed.inside is left out: the role ${role} has no USAGE on the schema closed`,
    );
  });
});
