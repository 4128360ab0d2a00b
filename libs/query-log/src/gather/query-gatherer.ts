import { createHash } from 'node:crypto';
import { checkAndDescribe, fingerprintOf, type KnownRelations, type RefusalReason } from '#libs/sql-safety';
import type { LearnSource } from '#libs/pipeline';
import type { LoggedStatement } from '../logged-statement.js';
import { lexicalKey } from './lexical-key.js';
import { withCasts, withoutParameters } from './parameters.js';

/**
 * Why a statement is no query about the tables of the task: `not_a_query` by its first word · `no_table` it reads no table
 * (`SELECT 1`) · `system` it reads a system catalog, as tools do · `other_tables` it reads tables that are not listed ·
 * `too_many` there are more forms of statements than are kept; else a refusal of `libs/sql-safety`.
 */
export type LeftOutReason = 'no_table' | 'system' | 'other_tables' | 'too_many' | RefusalReason;

/** A form of statements: they differ in values and layout only. */
export interface GatheredStatement {
  readonly fingerprint: string;
  /** One of them, with values or with parameters (`$1`). It holds data of whoever ran it, and must not leave. */
  readonly sql: string;
  /** With the values of one call, where `sql` has parameters and a log their values. It must not leave either. */
  readonly valued: string | null;
  /** Where it was found first. */
  readonly from: LearnSource;
  readonly calls: number;
  readonly hint: string | null;
  /** `schema.table`, sorted. */
  readonly tables: readonly string[];
  /** `schema.table.column` */
  readonly columns: readonly string[];
  /** `schema.table.column = schema.table.column`, the lesser one first, sorted. */
  readonly joins: readonly string[];
}

export interface Gathered {
  /** Those with the most calls first. */
  readonly statements: readonly GatheredStatement[];
  /** Statements and their calls, by reason. */
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, { statements: number; calls: number }>>>;
  /** Names, as written, of tables that are not listed, and the calls that read them. */
  readonly otherTables: ReadonlyMap<string, number>;
}

/** A log of years has some thousand forms; one that writes values into names has any number. */
const MOST_FORMS = 20_000;
const MOST_KEYS = 100_000;
/** Characters of all forms, with what is named of them. */
const MOST_CHARACTERS = 50_000_000;
const MOST_OTHER_TABLES = 500;

const QUERY = /^(?:[\s(]|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:select|with|values|table)\b/i;
const SYSTEM_SCHEMA = /^(?:pg_catalog|pg_toast|information_schema)$/;

type Judged =
  { readonly reason: LeftOutReason } | { readonly form: Omit<GatheredStatement, 'calls' | 'hint' | 'from' | 'valued'> };

/** Gathers statements by their form, in memory that is bounded whatever a log has. None of them is executed. */
export class QueryGatherer {
  private readonly forms = new Map<string, { -readonly [K in keyof GatheredStatement]: GatheredStatement[K] }>();
  private characters = 0;
  /** What is known of a text, by the SHA-256 of its key: the form, or the reason. */
  private readonly keys = new Map<string, { fingerprint: string } | { reason: LeftOutReason }>();
  private readonly leftOut = new Map<LeftOutReason, { statements: number; calls: number }>();
  private readonly otherTables = new Map<string, number>();
  /** Forms of which a text with values was looked at. */
  private readonly valued = new Set<string>();

  constructor(
    private readonly known: KnownRelations,
    private readonly most = { forms: MOST_FORMS, characters: MOST_CHARACTERS },
  ) {}

  async add({ text, valued, from, calls, hint }: LoggedStatement): Promise<void> {
    // Before anything is kept or parsed: a statement that sets a password is no query.
    if (!QUERY.test(text)) {
      this.leaveOut('not_a_query', calls);
      return;
    }
    const sql = withCasts(text);
    const key = createHash('sha256').update(lexicalKey(sql)).digest('base64');
    const earlier = this.keys.get(key);
    if (earlier !== undefined) {
      if ('reason' in earlier) {
        this.leaveOut(earlier.reason, calls, false);
      } else {
        this.count(earlier.fingerprint, calls, hint);
        await this.keepValued(earlier.fingerprint, valued);
      }
      return;
    }
    const judged = await this.judge(sql, calls);
    if ('reason' in judged) {
      this.remember(key, judged);
      this.leaveOut(judged.reason, calls);
      return;
    }
    const { form } = judged;
    if (!this.forms.has(form.fingerprint)) {
      const characters = charactersOf(form);
      if (this.forms.size >= this.most.forms || this.characters + characters > this.most.characters) {
        this.leaveOut('too_many', calls);
        return;
      }
      this.characters += characters;
      this.forms.set(form.fingerprint, { ...form, valued: null, from, calls: 0, hint: null });
    }
    this.remember(key, { fingerprint: form.fingerprint });
    this.count(form.fingerprint, calls, hint);
    await this.keepValued(form.fingerprint, valued);
  }

  gathered(): Gathered {
    const statements = [...this.forms.values()].sort(
      (a, b) => b.calls - a.calls || (a.fingerprint < b.fingerprint ? -1 : 1),
    );
    return { statements, leftOut: Object.fromEntries(this.leftOut), otherTables: this.otherTables };
  }

  private async judge(sql: string, calls: number): Promise<Judged> {
    const { check, shape } = await checkAndDescribe(withoutParameters(sql));
    if (shape === null) {
      return { reason: check.reason === 'forbidden_relation' ? 'system' : check.reason };
    }
    if (check.tables.length === 0) {
      return { reason: 'no_table' };
    }
    const found = check.tables.map((table) => ({ ...table, id: this.known.relation(table)?.id }));
    if (found.some(({ id, schema, name }) => id === undefined && isSystem(schema, name))) {
      return { reason: 'system' };
    }
    const others = found.filter(({ id }) => id === undefined);
    if (others.length > 0) {
      for (const { schema, name } of others) {
        this.countOther(schema === null ? name : `${schema}.${name}`, calls);
      }
      return { reason: 'other_tables' };
    }
    const { relations, columns, equalities } = this.known.touchedBy(shape);
    const names = { tables: distinct(relations), columns: distinct(columns), joins: joinsOf(equalities) };
    return { form: { fingerprint: await fingerprintOf(sql, check), sql, ...names } };
  }

  private remember(key: string, outcome: { fingerprint: string } | { reason: LeftOutReason }): void {
    if (this.keys.size < MOST_KEYS) {
      this.keys.set(key, outcome);
    }
  }

  private count(fingerprint: string, calls: number, hint: string | null): void {
    const form = this.forms.get(fingerprint);
    if (form) {
      form.calls += calls;
      form.hint ??= hint;
    }
  }

  /** The values of the first call are enough; a text that reads otherwise with them is none of the form. */
  private async keepValued(fingerprint: string, valued: string | undefined): Promise<void> {
    const form = this.forms.get(fingerprint);
    if (!form || valued === undefined || this.valued.has(fingerprint)) {
      return;
    }
    this.valued.add(fingerprint);
    const sql = withCasts(valued);
    const judged = await this.judge(sql, 0);
    const isSame = 'form' in judged && judged.form.fingerprint === fingerprint;
    if (isSame && this.characters + sql.length <= this.most.characters) {
      this.characters += sql.length;
      form.valued = sql;
    }
  }

  private countOther(name: string, calls: number): void {
    const known = this.otherTables.get(name);
    if (known !== undefined || this.otherTables.size < MOST_OTHER_TABLES) {
      this.otherTables.set(name, (known ?? 0) + calls);
    }
  }

  private leaveOut(reason: LeftOutReason, calls: number, isNew = true): void {
    const { statements = 0, calls: before = 0 } = this.leftOut.get(reason) ?? {};
    this.leftOut.set(reason, { statements: statements + (isNew ? 1 : 0), calls: before + calls });
  }
}

function charactersOf({
  fingerprint,
  sql,
  tables,
  columns,
  joins,
}: Omit<GatheredStatement, 'calls' | 'hint' | 'from' | 'valued'>) {
  return [fingerprint, sql, ...tables, ...columns, ...joins].reduce((sum, { length }) => sum + length, 0);
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** @param equalities both ways round, see `Touched` */
export function joinsOf(equalities: readonly string[]): string[] {
  return distinct(equalities.map((text) => text.split(' = ').sort().join(' = ')));
}

function isSystem(schema: string | null, name: string): boolean {
  return schema === null ? name.startsWith('pg_') : SYSTEM_SCHEMA.test(schema);
}
