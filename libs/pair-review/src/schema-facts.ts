import { createHash } from 'node:crypto';
import {
  CutModel,
  readModelFile,
  softDeletesIn,
  type FileItem,
  type ModelFile,
  type ModelList,
} from '#libs/semantic-model';
import { KnownRelations } from '#libs/sql-safety';
import { parseState, SCHEMA_STATE_FILE, SEMANTIC_MODEL_FILE, type SchemaState } from '#libs/step-files';

type Meaning = ReadonlyMap<string, unknown>;

/** Statements that change what a query means. Figures of the rows and texts for readers do not. */
const TABLE_KEYS = ['kind', 'label', 'primary_key', 'time', 'soft_delete'];
const COLUMN_KEYS = ['role', 'label', 'additivity', 'unit', 'null_meaning'];
const JOIN_KEYS = [
  ...['from', 'to', 'from_columns', 'to_columns'],
  ...['cardinality', 'condition', 'none_value', 'elements', 'role', 'standing'],
];

interface KnownTable {
  readonly item: FileItem;
  readonly columns: ReadonlyMap<string, FileItem>;
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
  private readonly tables = new Map<string, KnownTable | null>();
  private readonly joinsOf = new Map<string, readonly FileItem[] | null>();
  private sensitiveNames: ReadonlySet<string> | undefined;
  private known: KnownRelations | undefined;
  private readonly columnsOf = new Map<string, Readonly<Record<string, string>> | null>();

  /** Of a task without files. */
  static readonly none = new SchemaFacts(null, null);

  private constructor(
    private readonly state: SchemaState | null,
    private readonly model: ModelItems | null,
  ) {}

  static async read(files: FactFiles): Promise<SchemaFacts> {
    const names = await files.list();
    const textOf = async (name: string): Promise<string | null> => (names.includes(name) ? files.read(name) : null);
    const [state, model] = [await textOf(SCHEMA_STATE_FILE), await textOf(SEMANTIC_MODEL_FILE)];
    return new SchemaFacts(state === null ? null : parseState(state), model === null ? null : ModelItems.of(model));
  }

  /** Whether the tables are known at all. */
  get knowsTables(): boolean {
    return this.state !== null;
  }

  get knowsMeaning(): boolean {
    return this.model?.hasTables === true;
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
    const known = this.table(table);
    return known === null ? null : digestOf(known.item.values, TABLE_KEYS);
  }

  /** @param sql of its codes, only those that the statement compares with count: others come and go with the rows */
  columnMeaning(table: string, column: string, sql: string): string | null {
    const item = this.table(table)?.columns.get(column);
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
    return isSensitive(this.table(table)?.columns.get(column));
  }

  /** The same for a column of any table. */
  isSensitiveName(column: string): boolean {
    // An alias of YAML may stand for the word.
    this.sensitiveNames ??= new Set(
      ['sensitive', '*']
        .flatMap((word) => this.model?.mentioning('datasets', [word]) ?? [])
        .flatMap(({ fields }) => fields.filter(isSensitive).map(({ name }) => name)),
    );
    return this.sensitiveNames.has(column);
  }

  /** Columns that mark deleted rows. */
  get softDeletes(): ReadonlySet<string> {
    return softDeletesIn({ datasets: this.model?.mentioning('datasets', ['soft_delete']) ?? [] });
  }

  /** Digests of the joins between these tables, by name; null where the joins of one of them cannot be read. */
  joinsBetween(tables: readonly string[]): Record<string, string> | null {
    const ends = new Set<unknown>(tables);
    const digests: [name: string, digest: string][] = [];
    for (const from of tables) {
      const joins = this.joinsFrom(from);
      if (joins === null) {
        return null;
      }
      const between = joins.filter(({ values }) => ends.has(values.get('to')));
      digests.push(
        ...between.map(({ name, values }): [string, string] => [`${from}.${name}`, digestOf(values, JOIN_KEYS)]),
      );
    }
    return Object.fromEntries(digests);
  }

  private table(name: string): KnownTable | null {
    let known = this.tables.get(name);
    if (known === undefined) {
      const item = this.model?.item('datasets', name) ?? null;
      known = item && { item, columns: new Map(item.fields.map((field) => [field.name, field])) };
      this.tables.set(name, known);
    }
    return known;
  }

  /** Joins that begin at the table; null where they cannot be read. */
  private joinsFrom(table: string): readonly FileItem[] | null {
    let known = this.joinsOf.get(table);
    if (known === undefined) {
      const items = this.model?.mentioning('relationships', [table]) ?? null;
      known = items && items.filter(({ values }) => values.get('from') === table);
      this.joinsOf.set(table, known);
    }
    return known;
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

function isSensitive(column: FileItem | undefined): boolean {
  return column?.values.get('role') === 'sensitive';
}

/**
 * Items of the model, parsed when they are asked for: reviewers ask after each edit, and the parser needs seconds for a
 * large model. An item that cannot be read alone, such as one with an alias of YAML, is read with the whole file.
 */
class ModelItems {
  private whole: ModelFile | null | undefined;

  private constructor(
    private readonly text: string,
    private readonly cut: CutModel,
  ) {}

  /** A file that a person broke says nothing; the next run of ddl_generation reports it. */
  static of(text: string): ModelItems | null {
    const cut = orNull(() => CutModel.of(text, SEMANTIC_MODEL_FILE));
    return cut && new ModelItems(text, cut);
  }

  get hasTables(): boolean {
    return this.cut.names('datasets').length > 0;
  }

  item(list: ModelList, name: string): FileItem | null {
    return this.read(
      () => this.cut.item(list, name),
      (whole) => whole[list].find((item) => item.name === name) ?? null,
      null,
    );
  }

  /** Null where one of them is broken. */
  mentioning(list: ModelList, words: readonly string[]): readonly FileItem[] | null {
    return this.read<readonly FileItem[] | null>(
      () => this.cut.mentioning(list, words),
      (whole) => whole[list],
      null,
    );
  }

  private read<T>(cut: () => T, from: (whole: ModelFile) => T, nothing: T): T {
    try {
      return cut();
    } catch {
      if (this.whole === undefined) {
        this.whole = orNull(() => readModelFile(this.text, SEMANTIC_MODEL_FILE));
      }
      return this.whole === null ? nothing : from(this.whole);
    }
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
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
