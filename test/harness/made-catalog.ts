import type { Catalog, Column, ColumnProfile, ForeignKey, Relation, RelationProfile } from '#libs/catalog';

/** Builders of small catalogs for tests; everything that a test does not say is plain. */

const CATEGORIES: Readonly<Record<string, string>> = {
  integer: 'N',
  numeric: 'N',
  text: 'S',
  boolean: 'B',
  date: 'D',
  'timestamp without time zone': 'D',
  jsonb: 'U',
};

export function column(name: string, type = 'text', more: Partial<Column> = {}): Column {
  return {
    name,
    position: 1,
    type,
    baseTypeOid: 0,
    typeCategory: CATEGORIES[type] ?? 'U',
    isArray: false,
    isDomain: false,
    comparable: true,
    domainBase: null,
    enumLabels: null,
    notNull: false,
    notNullConstraint: null,
    default: null,
    identity: null,
    identityOptions: null,
    generated: null,
    generatedVirtual: false,
    collation: null,
    local: true,
    comment: null,
    ...more,
  };
}

export function relation(name: string, columns: readonly Column[], more: Partial<Relation> = {}): Relation {
  const [first] = columns;
  return {
    oid: 1,
    schema: 'public',
    name,
    kind: 'table',
    comment: null,
    columns,
    primaryKey: first ? { name: `${name}_pkey`, columns: [first.name], definition: '' } : null,
    uniqueConstraints: [],
    checkConstraints: [],
    exclusionConstraints: [],
    foreignKeys: [],
    indexes: [],
    partitionKey: null,
    partitions: [],
    partitionOf: null,
    inherits: [],
    ofType: null,
    definition: null,
    reads: [],
    foreignServer: null,
    unlogged: false,
    accessMethod: null,
    options: [],
    settings: [],
    behaviour: [],
    rowEstimate: null,
    sizeBytes: null,
    ...more,
  };
}

export function reference(from: string, to: string, toColumn: string): ForeignKey {
  return {
    name: `fk_${from}`,
    columns: [from],
    referencedSchema: 'public',
    referencedTable: to,
    referencedColumns: [toColumn],
    definition: '',
    inferred: false,
    local: true,
  };
}

export function catalogOf(...relations: Relation[]): Catalog {
  return {
    database: 'made',
    serverVersion: 150_000,
    relations,
    partitions: [],
    schemaComments: new Map(),
    partSchemas: [],
    objects: [],
    dependencies: [],
    unlisted: new Map(),
  };
}

export function measured(name: string, more: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    column: name,
    source: 'sample',
    nullShare: 0,
    distinctCount: 10,
    min: null,
    max: null,
    topValues: [],
    averageLength: null,
    sampleValues: [],
    enumeration: null,
    sensitive: null,
    ...more,
  };
}

export function profileOf(name: string, rowCount: number, ...columns: ColumnProfile[]): RelationProfile {
  return { schema: 'public', name, rowCount, columns };
}
