import type { TableShape } from './table-shapes.js';

/** One entry of `tables.json`, in the form of Spider (https://yale-lily.github.io/spider) as BIRD extends it. */
export interface SpiderSchema {
  readonly db_id: string;
  readonly table_names_original: string[];
  readonly table_names: string[];
  /** Index of the table and name; the first entry is `[-1, "*"]`. */
  readonly column_names_original: [number, string][];
  readonly column_names: [number, string][];
  readonly column_types: SpiderType[];
  /** Index of a column, or of several where the key has several. */
  readonly primary_keys: (number | number[])[];
  /** Index of a column and of the column that it refers to. */
  readonly foreign_keys: [number, number][];
}

type SpiderType = 'text' | 'number' | 'time' | 'boolean' | 'others';

/** By names as PostgreSQL's parser gives them. */
const TYPES: readonly (readonly [SpiderType, RegExp])[] = [
  ['number', /^(int[248]|float[48]|numeric|money|oid|(small|big)?serial|serial[248])$/],
  ['time', /^(date|timestamp(tz)?|time(tz)?|interval)$/],
  ['boolean', /^bool$/],
  ['text', /^(text|varchar|bpchar|char|citext|uuid|name|xml)$/],
];

export function spiderSchema(database: string, tables: readonly TableShape[]): SpiderSchema {
  const columns = tables.flatMap((table, index) => table.columns.map((column) => ({ table, index, column })));
  // The first column of the form is "*".
  const indexOf = (schema: string, name: string, column: string | undefined): number =>
    columns.findIndex(
      ({ table, column: { name: own } }) => table.schema === schema && table.name === name && own === column,
    ) + 1;
  const originals = tables.map(({ schema, name }) => (schema === 'public' ? name : `${schema}.${name}`));
  return {
    db_id: database,
    table_names_original: originals,
    table_names: originals.map(asWords),
    column_names_original: [[-1, '*'], ...columns.map(({ index, column }): [number, string] => [index, column.name])],
    column_names: [[-1, '*'], ...columns.map(({ index, column }): [number, string] => [index, asWords(column.name)])],
    column_types: ['text', ...columns.map(({ column }) => (column.isArray ? 'others' : spiderType(column.type)))],
    primary_keys: tables.flatMap(({ schema, name, primaryKey }) => {
      const [first, ...more] = primaryKey.map((column) => indexOf(schema, name, column));
      return first === undefined ? [] : [more.length > 0 ? [first, ...more] : first];
    }),
    foreign_keys: tables.flatMap((table) => foreignKeysOf(table, tables, indexOf)),
  };
}

function foreignKeysOf(
  { schema, name, foreignKeys }: TableShape,
  tables: readonly TableShape[],
  indexOf: (schema: string, name: string, column: string | undefined) => number,
): [number, number][] {
  return foreignKeys.flatMap(({ columns, table, referenced }) => {
    const target = tables.find((candidate) => candidate.schema === table.schema && candidate.name === table.name);
    const names = referenced.length > 0 ? referenced : (target?.primaryKey ?? []);
    return columns
      .map((column, place): [number, number] => [
        indexOf(schema, name, column),
        indexOf(table.schema, table.name, names[place]),
      ])
      .filter(([from, to]) => from > 0 && to > 0);
  });
}

function spiderType(type: string): SpiderType {
  return TYPES.find(([, pattern]) => pattern.test(type))?.[0] ?? 'others';
}

function asWords(name: string): string {
  return name.replaceAll(/[_.]+/g, ' ').trim().toLowerCase();
}
