import { createHash } from 'node:crypto';
import { readModelFile, type ModelFile } from '#libs/semantic-model';
import { KnownRelations } from '#libs/sql-safety';
import { parseState, SCHEMA_STATE_FILE, SEMANTIC_MODEL_FILE, type SchemaState } from '#libs/step-files';

type ModelItem = ModelFile['datasets'][number];
type Meaning = ReadonlyMap<string, unknown>;

/** Statements that change what a query means. Figures of the rows and texts for readers do not. */
const TABLE_KEYS = ['kind', 'label', 'primary_key', 'time', 'soft_delete'];
const COLUMN_KEYS = ['role', 'label', 'additivity', 'unit', 'null_meaning'];
const JOIN_KEYS = [
  ...['from', 'to', 'from_columns', 'to_columns'],
  ...['cardinality', 'condition', 'none_value', 'elements', 'role', 'standing'],
];

interface KnownTable {
  readonly item: ModelItem;
  readonly columns: ReadonlyMap<string, ModelItem>;
}

/** Files of a task as far as they are read here. */
export interface FactFiles {
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
}

/**
 * What the files of a task say about its tables now: their columns (`schema_state.json`) and their meaning
 * (`semantic_model.yaml`, with the edits of people). A part is null where its file is missing or cannot be read.
 */
export class SchemaFacts {
  private readonly tables: ReadonlyMap<string, KnownTable>;
  private readonly joins: readonly (readonly [string, Meaning])[];
  private known: KnownRelations | undefined;
  private readonly columnsOf = new Map<string, Readonly<Record<string, string>> | null>();

  constructor(
    private readonly state: SchemaState | null,
    model: ModelFile | null,
  ) {
    this.tables = new Map(
      model?.datasets.map((item) => [
        item.name,
        { item, columns: new Map(item.fields.map((field) => [field.name, field])) },
      ]),
    );
    this.joins = model?.relationships.map(({ name, values }) => [name, values] as const) ?? [];
  }

  static async read(files: FactFiles): Promise<SchemaFacts> {
    const names = await files.list();
    const textOf = async (name: string): Promise<string | null> => (names.includes(name) ? files.read(name) : null);
    const [state, model] = [await textOf(SCHEMA_STATE_FILE), await textOf(SEMANTIC_MODEL_FILE)];
    return new SchemaFacts(state === null ? null : parseState(state), model === null ? null : modelOf(model));
  }

  /** Whether the tables are known at all. */
  get knowsTables(): boolean {
    return this.state !== null;
  }

  get knowsMeaning(): boolean {
    return this.tables.size > 0;
  }

  /** The tables with their columns, to resolve the names of a statement. */
  get relations(): KnownRelations {
    this.known ??= new KnownRelations(
      (this.state?.tables.names() ?? []).map((id) => {
        const [schema = '', ...name] = id.split('.');
        const columns = Object.keys(this.columns(id) ?? {}).map((column) => ({ name: column }));
        return { schema, name: name.join('.'), columns };
      }),
    );
    return this.known;
  }

  hasTable(table: string): boolean {
    return this.columns(table) !== null;
  }

  /** Digest of the definition of a column; null where there is no such column. */
  definition(table: string, column: string): string | null {
    return this.columns(table)?.[column] ?? null;
  }

  tableMeaning(table: string): string | null {
    const known = this.tables.get(table);
    return known === undefined ? null : digestOf(known.item.values, TABLE_KEYS);
  }

  /** @param sql of its codes, only those that the statement compares with count: others come and go with the rows */
  columnMeaning(table: string, column: string, sql: string): string | null {
    const item = this.tables.get(table)?.columns.get(column);
    if (item === undefined) {
      return null;
    }
    const codes = item.values.get('values');
    const isMap = typeof codes === 'object' && codes !== null && !Array.isArray(codes);
    const used = isMap ? Object.entries(codes).filter(([code]) => hasLiteral(sql, code)) : [];
    return digestOf(new Map<string, unknown>([...item.values, ['codes', used]]), [...COLUMN_KEYS, 'codes']);
  }

  /** Whether the model calls the column personal or secret. */
  isSensitive(table: string, column: string): boolean {
    return this.tables.get(table)?.columns.get(column)?.values.get('role') === 'sensitive';
  }

  /** The same for a column of any table. */
  isSensitiveName(column: string): boolean {
    return [...this.tables.keys()].some((table) => this.isSensitive(table, column));
  }

  /** Digests of the joins between these tables, by name. */
  joinsBetween(tables: readonly string[]): Record<string, string> {
    const among = (end: unknown): boolean => typeof end === 'string' && tables.includes(end);
    return Object.fromEntries(
      this.joins
        .filter(([, values]) => among(values.get('from')) && among(values.get('to')))
        .map(([name, values]) => [`${String(values.get('from'))}.${name}`, digestOf(values, JOIN_KEYS)]),
    );
  }

  private columns(table: string): Readonly<Record<string, string>> | null {
    let known = this.columnsOf.get(table);
    if (known === undefined) {
      known = this.state?.tables.get(table)?.columns ?? null;
      this.columnsOf.set(table, known);
    }
    return known;
  }
}

/** A file that a person broke says nothing; the next run of ddl_generation reports it. */
function modelOf(text: string): ModelFile | null {
  try {
    return readModelFile(text, SEMANTIC_MODEL_FILE);
  } catch {
    return null;
  }
}

function hasLiteral(sql: string, code: string): boolean {
  const isNumber = /^-?\d+(\.\d+)?$/.test(code);
  return (
    sql.includes(`'${code.replaceAll("'", "''")}'`) ||
    (isNumber && new RegExp(`(?<![\\w.])${code}(?![\\w.])`).test(sql))
  );
}

function digestOf(values: Meaning, keys: readonly string[]): string {
  return shortDigest(JSON.stringify(keys.map((key) => values.get(key) ?? null)));
}

export function shortDigest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}
