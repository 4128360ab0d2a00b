/** Tables, their columns and constraints, children and partitions. */
import { randomComment } from './names.mjs';

export function columnsOf(draft, least, most) {
  return Array.from({ length: least + draft.dice.below(most - least + 1) }, () => ({
    sql: draft.names.plain('col'),
    type: draft.type(),
    notNull: draft.dice.chance(0.25),
  }));
}

function definition(draft, column, earlier) {
  const { sql, type, notNull } = column;
  const { dice } = draft;
  const collate = type.text && dice.chance(0.25) ? ` COLLATE ${dice.pick(draft.collations)}` : '';
  const sequence = dice.pick(draft.sequences);
  const immutable = draft.functions.filter(
    (fn) => fn.immutable && fn.returns?.sql === type.sql && fn.args.every(({ kind }) => kind !== 'row'),
  );
  const source = earlier.find((other) => !other.generated && other.type.sql === type.sql);
  let value = '';
  if (['integer', 'bigint', 'smallint'].includes(type.sql) && dice.chance(0.4)) {
    const options = dice.pick([
      '',
      '',
      ' (START WITH 10 INCREMENT BY 2)',
      ` (SEQUENCE NAME ${draft.name('own')} CACHE 5)`,
    ]);
    value =
      sequence && dice.chance(0.4)
        ? ` DEFAULT nextval('${sequence.replaceAll("'", "''")}'::regclass)`
        : ` GENERATED ${dice.pick(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY${options}`;
  } else if (immutable.length > 0 && dice.chance(0.3)) {
    column.generated = true;
    value = ` GENERATED ALWAYS AS (${draft.call(dice.pick(immutable))}) STORED`;
  } else if (source && dice.chance(0.15)) {
    column.generated = true;
    value = ` GENERATED ALWAYS AS (${source.sql}) ${draft.version >= 180_000 ? dice.pick(['STORED', 'VIRTUAL']) : 'STORED'}`;
  } else if (dice.chance(0.35)) {
    value = ` DEFAULT ${draft.defaultOf(type)}`;
  }
  return `${sql} ${type.sql}${collate}${value}${notNull ? ' NOT NULL' : ''}`;
}

const CHECKS = [
  ({ sql }) => `${sql} IS NOT NULL`,
  ({ sql }) => `${sql} IS DISTINCT FROM NULL`,
  ({ sql, type }) => `${sql} IN (${type.value})`,
  ({ sql, type }) => `${sql} >= ${type.value} AND (${sql} IS NULL OR ${sql} <= ${type.value})`,
];

function checkOf(draft, column) {
  const { dice } = draft;
  const predicates = draft.functions.filter(
    ({ returns, args }) => returns?.sql === 'boolean' && args.length === 1 && args[0].sql === column.type.sql,
  );
  const operators = draft.operators.filter(({ type }) => type.sql === column.type.sql);
  if (predicates.length > 0 && dice.chance(0.5)) {
    return `${dice.pick(predicates).sql}(${column.sql})`;
  }
  if (operators.length > 0 && dice.chance(0.7)) {
    return `${column.sql} ${dice.pick(operators).sql} ${column.type.value}`;
  }
  return (column.type.ordered ? dice.pick(CHECKS) : CHECKS[0])(column);
}

export async function table(draft) {
  const { dice } = draft;
  const sql = draft.name('tab');
  const columns = columnsOf(draft, 1, 6);
  const lines = [];
  columns.forEach((column, index) => lines.push(definition(draft, column, columns.slice(0, index))));
  const keyable = columns.filter(({ type, generated }) => type.ordered && !generated);
  const keys = [];
  if (keyable.length > 0 && dice.chance(0.7)) {
    const key = dice.some(keyable, 1, 2);
    keys.push(key);
    lines.push(
      `${dice.chance(0.5) ? `CONSTRAINT ${draft.names.plain('pk')} ` : ''}PRIMARY KEY (${key.map((column) => column.sql).join(', ')})`,
    );
  }
  if (dice.chance(0.4)) {
    const name = dice.chance(0.5) ? `CONSTRAINT ${draft.names.plain('chk')} ` : '';
    lines.push(`${name}CHECK (${checkOf(draft, dice.pick(columns))})${dice.maybe(0.2, ' NO INHERIT')}`);
  }
  const options = dice.pick([
    '',
    '',
    ' WITH (fillfactor = 70, toast.autovacuum_enabled = false)',
    ' WITH (autovacuum_analyze_scale_factor = 0.2)',
  ]);
  if (await draft.run(`CREATE ${dice.maybe(0.08, 'UNLOGGED ')}TABLE ${sql} (${lines.join(', ')})${options}`)) {
    const made = { sql, columns, keys, kind: 'table', toasted: options.includes('toast') };
    draft.relations.push(made);
    draft.types.push({ sql, value: `NULL::${sql}`, ordered: false, hashed: false, text: false, kind: 'row' });
    await commentsOn(draft, made);
  }
}

export async function commentsOn(draft, { sql, columns }) {
  await draft.comment(`TABLE ${sql}`);
  await draft.comment(`COLUMN ${sql}.${draft.dice.pick(columns).sql}`);
}

export async function typedTable(draft) {
  const type = draft.types.filter(({ kind }) => kind === 'composite').at(-1);
  if (type) {
    const sql = draft.name('typed');
    const [first] = type.attributes;
    const with_ = first.type.ordered ? ` (PRIMARY KEY (${first.name}))` : ` (${first.name} WITH OPTIONS NOT NULL)`;
    if (await draft.run(`CREATE TABLE ${sql} OF ${type.sql}${draft.dice.maybe(0.7, with_)}`)) {
      const columns = type.attributes.map(({ name, type: own }) => ({ sql: name, type: own }));
      draft.relations.push({ sql, columns, keys: [], kind: 'table', typed: true });
    }
  }
}

export async function child(draft) {
  const { dice } = draft;
  const parents = dice.some(
    draft.tables(({ typed }) => !typed),
    1,
    dice.chance(0.2) ? 2 : 1,
  );
  if (parents.length === 0) {
    return;
  }
  const sql = draft.name('child');
  const own = columnsOf(draft, 0, 2);
  const lines = own.map((column) => definition(draft, column, []));
  const inherited = parents.flatMap(({ columns }) => columns);
  const merged = dice.pick(inherited);
  if (dice.chance(0.25) && !merged.generated) {
    lines.push(`${merged.sql} ${merged.type.sql} NOT NULL`);
  }
  if (
    await draft.run(
      `CREATE TABLE ${sql} (${lines.join(', ')}) INHERITS (${parents.map((parent) => parent.sql).join(', ')})`,
    )
  ) {
    const made = { sql, columns: [...inherited, ...own], keys: [], kind: 'table' };
    draft.relations.push(made);
    await commentsOn(draft, made);
    const column = dice.pick(inherited);
    const change = dice.pick([
      `ALTER COLUMN ${column.sql} SET NOT NULL`,
      `ALTER COLUMN ${column.sql} SET DEFAULT ${column.type.value}`,
      `ALTER COLUMN ${column.sql} DROP DEFAULT`,
      `ADD CHECK (${checkOf(draft, column)})`,
      `ADD COLUMN ${draft.names.plain('extra')} ${draft.type().sql}`,
    ]);
    await draft.run(`ALTER TABLE ${dice.maybe(0.5, 'ONLY ')}${sql} ${change}`);
  }
}

export async function partitioned(draft) {
  const { dice } = draft;
  const sql = draft.name('parts');
  const key = { sql: draft.names.plain('key'), type: { sql: 'integer', value: '1', ordered: true } };
  const columns = [key, ...columnsOf(draft, 1, 4)];
  const lines = [
    `${key.sql} integer NOT NULL`,
    ...columns.slice(1).map((column, index) => definition(draft, column, columns.slice(1, index + 1))),
  ];
  const method = dice.pick(['LIST', 'RANGE', 'HASH']);
  const isExpression = dice.chance(0.15) && method !== 'HASH';
  const partitionKey = isExpression ? `(${key.sql} + 1)` : key.sql;
  if (!isExpression && dice.chance(0.5)) {
    lines.push(`PRIMARY KEY (${key.sql})`);
  }
  if (!(await draft.run(`CREATE TABLE ${sql} (${lines.join(', ')}) PARTITION BY ${method} (${partitionKey})`))) {
    return;
  }
  const made = {
    sql,
    columns,
    keys: !isExpression && lines.at(-1).startsWith('PRIMARY') ? [[key]] : [],
    kind: 'table',
    partitioned: true,
  };
  draft.relations.push(made);
  await commentsOn(draft, made);
  await partitionsOf(draft, made, { method, depth: dice.below(3) });
  if (dice.chance(0.5)) {
    await draft.run(`CREATE INDEX ${draft.names.plain('idx')} ON ${sql} (${dice.pick(columns).sql})`);
  }
}

const BOUNDS = {
  LIST: (index) => `FOR VALUES IN (${index * 10}, ${index * 10 + 1})`,
  RANGE: (index) => `FOR VALUES FROM (${index * 100}) TO (${index * 100 + 50})`,
  HASH: (index) => `FOR VALUES WITH (MODULUS 4, REMAINDER ${index})`,
};

async function partitionsOf(draft, parent, { method, depth }) {
  const { dice } = draft;
  const count = 1 + dice.below(3);
  for (let index = 0; index < count; index += 1) {
    const sql = draft.name('part');
    const isDefault = index === count - 1 && method !== 'HASH' && dice.chance(0.4);
    const bound = isDefault ? 'DEFAULT' : BOUNDS[method](index);
    const below = depth > 0 && dice.chance(0.5) ? dice.pick(['LIST', 'RANGE', 'HASH']) : null;
    const by = below ? ` PARTITION BY ${below} (${parent.columns[0].sql})` : '';
    const added = dice.pick(parent.columns.slice(1));
    const special = added && !added.generated && dice.chance(0.2) ? ` (${added.sql} DEFAULT ${added.type.value})` : '';
    const isAttached = !below && dice.chance(0.25);
    const made = isAttached
      ? await attached(draft, parent, sql, bound)
      : await draft.run(`CREATE TABLE ${sql} PARTITION OF ${parent.sql}${special} ${bound}${by}`);
    if (made && below) {
      await partitionsOf(draft, { ...parent, sql }, { method: below, depth: depth - 1 });
    } else if (made) {
      await details(draft, { ...parent, sql });
    }
  }
}

/** A partition of its own, with its columns in another order. */
async function attached(draft, parent, sql, bound) {
  const filler = draft.names.plain('gone');
  return (
    (await draft.run(`CREATE TABLE ${sql} (${filler} integer, LIKE ${parent.sql} INCLUDING ALL)`)) &&
    (await draft.run(`ALTER TABLE ${sql} DROP COLUMN ${filler}`)) &&
    (await draft.run(`ALTER TABLE ${parent.sql} ATTACH PARTITION ${sql} ${bound}`))
  );
}

async function details(draft, { sql, columns }) {
  const { dice } = draft;
  const column = dice.pick(columns);
  const changes = [
    `ALTER TABLE ${sql} ALTER COLUMN ${column.sql} SET NOT NULL`,
    `ALTER TABLE ${sql} ADD CHECK (${checkOf(draft, column)})`,
    `CREATE INDEX ${draft.names.plain('own')} ON ${sql} (${column.sql})`,
    `ALTER TABLE ${sql} SET (fillfactor = 60)`,
    `COMMENT ON TABLE ${sql} IS ${randomComment(dice)}`,
    `COMMENT ON COLUMN ${sql}.${column.sql} IS ${randomComment(dice)}`,
    `ALTER TABLE ${sql} ADD CONSTRAINT ${draft.names.plain('uq')} UNIQUE (${columns[0].sql})`,
  ];
  if (dice.chance(0.4)) {
    await draft.run(dice.pick(changes));
  }
}

export async function foreignKey(draft) {
  const { dice } = draft;
  const target = dice.pick(draft.tables(({ keys }) => keys.length > 0));
  if (target === undefined) {
    return;
  }
  const key = dice.pick(target.keys);
  const source = dice.pick(draft.tables(({ typed }) => !typed));
  const existing = key.map(({ type }) =>
    source.columns.find((column) => column.type.sql === type.sql && !column.generated),
  );
  const columns =
    existing.every(Boolean) && new Set(existing).size === existing.length && dice.chance(0.5)
      ? existing
      : await addedColumns(draft, source, key);
  if (columns === null) {
    return;
  }
  const action = dice.pick([
    '',
    '',
    ' ON DELETE CASCADE',
    ' ON UPDATE CASCADE ON DELETE SET NULL',
    ' ON DELETE RESTRICT',
    ' ON DELETE SET DEFAULT',
  ]);
  const mode = dice.pick(['', '', ' DEFERRABLE INITIALLY DEFERRED', ' DEFERRABLE', ' NOT VALID']);
  const name = draft.names.plain('fk');
  const full = key.length > 1 ? dice.maybe(0.3, ' MATCH FULL') : '';
  const added = await draft.run(
    `ALTER TABLE ${source.sql} ADD CONSTRAINT ${name} FOREIGN KEY (${columns.map(({ sql }) => sql).join(', ')}) REFERENCES ${target.sql} (${key.map(({ sql }) => sql).join(', ')})${full}${action}${mode}`,
  );
  if (added) {
    await draft.comment(`CONSTRAINT ${name} ON ${source.sql}`);
  }
}

async function addedColumns(draft, source, key) {
  const columns = key.map(({ type }) => ({ sql: draft.names.plain('ref'), type }));
  for (const { sql, type } of columns) {
    if (!(await draft.run(`ALTER TABLE ${source.sql} ADD COLUMN ${sql} ${type.sql}`))) {
      return null;
    }
  }
  source.columns.push(...columns);
  return columns;
}

export async function unique(draft) {
  const { dice } = draft;
  const target = dice.pick(draft.tables(({ columns }) => columns.some(({ type }) => type.ordered)));
  if (target === undefined) {
    return;
  }
  const keyable = target.columns.filter(({ type }) => type.ordered);
  const key = target.keys.length > 0 && dice.chance(0.4) ? dice.pick(target.keys) : dice.some(keyable, 1, 2);
  const name = draft.names.plain('uq');
  const nulls = draft.version >= 150_000 ? dice.maybe(0.2, ' NULLS NOT DISTINCT') : '';
  const options = dice.pick([
    '',
    '',
    ` INCLUDE (${dice.pick(target.columns).sql})`,
    ' DEFERRABLE',
    ' DEFERRABLE INITIALLY DEFERRED',
    ' WITH (fillfactor = 50)',
  ]);
  if (
    await draft.run(
      `ALTER TABLE ${target.sql} ADD CONSTRAINT ${name} UNIQUE${nulls} (${key.map(({ sql }) => sql).join(', ')})${options}`,
    )
  ) {
    target.keys.push(...(options.includes('DEFERRABLE') ? [] : [key]));
    await draft.comment(`CONSTRAINT ${name} ON ${target.sql}`);
  }
}

export async function exclusion(draft) {
  const { dice } = draft;
  const target = dice.pick(draft.tables());
  const column = target && dice.pick(target.columns.filter(({ type }) => type.ordered));
  if (column) {
    const name = draft.names.plain('excl');
    const using = column.type.kind === 'range' || /range$/.test(column.type.sql) ? ['gist', '&&'] : ['btree', '='];
    const where = dice.maybe(0.3, ` WHERE (${column.sql} IS NOT NULL)`);
    if (
      await draft.run(
        `ALTER TABLE ${target.sql} ADD CONSTRAINT ${name} EXCLUDE USING ${using[0]} (${column.sql} WITH ${using[1]})${where}`,
      )
    ) {
      await draft.comment(`CONSTRAINT ${name} ON ${target.sql}`);
    }
  }
}

export async function check(draft) {
  const target = draft.dice.pick(draft.tables());
  if (target) {
    const name = draft.names.plain('chk');
    const column = draft.dice.pick(target.columns);
    const mode = draft.dice.pick(['', ' NOT VALID', ' NO INHERIT']);
    if (await draft.run(`ALTER TABLE ${target.sql} ADD CONSTRAINT ${name} CHECK (${checkOf(draft, column)})${mode}`)) {
      await draft.comment(`CONSTRAINT ${name} ON ${target.sql}`);
    }
  }
}
