import { qualifiedName, quoteIdentifier } from '#libs/postgres';

const ACTIONS: Readonly<Record<string, string>> = { a: '', r: 'RESTRICT', c: 'CASCADE' };

/** `UNIQUE (a, b)`, as `pg_get_constraintdef` writes a key without options. */
export function keyDefinition(kind: 'PRIMARY KEY' | 'UNIQUE', columns: readonly string[]): string {
  return `${kind} (${columns.map(quoteIdentifier).join(', ')})`;
}

export interface PlainForeignKey {
  readonly columns: readonly string[];
  readonly referenced: { readonly schema: string; readonly name: string; readonly columns: readonly string[] };
  /** `confupdtype` and `confdeltype`, each one of a, r, c. */
  readonly onUpdate: string;
  readonly onDelete: string;
}

/** `FOREIGN KEY (a) REFERENCES s.t(b) ON DELETE CASCADE`, as `pg_get_constraintdef` writes one without options. */
export function foreignKeyDefinition({ columns, referenced, onUpdate, onDelete }: PlainForeignKey): string {
  const list = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ');
  const target = `${qualifiedName(referenced.schema, referenced.name)}(${list(referenced.columns)})`;
  const action = (event: string, code: string): string => (ACTIONS[code] ? ` ON ${event} ${ACTIONS[code]}` : '');
  return `FOREIGN KEY (${list(columns)}) REFERENCES ${target}${action('UPDATE', onUpdate)}${action('DELETE', onDelete)}`;
}
