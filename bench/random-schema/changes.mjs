/** What ALTER does to a table later: columns that come and go, storage, indexes, statistics, ownership, circles. */
import pg from 'pg';

export async function addColumn(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.tables(({ typed }) => !typed));
  if (table) {
    const column = { sql: draft.names.plain('late'), type: draft.type() };
    const value = dice.chance(0.4) ? ` DEFAULT ${draft.defaultOf(column.type)}` : '';
    if (await draft.run(`ALTER TABLE ${table.sql} ADD COLUMN ${column.sql} ${column.type.sql}${value}`)) {
      table.columns.push(column);
    }
  }
}

/** Without a long column, a table that is restored has no TOAST table, whose options are then nowhere. */
export async function dropColumn(draft) {
  const table = draft.dice.pick(
    draft.tables(({ columns, typed, toasted }) => columns.length > 1 && !typed && !toasted),
  );
  if (table) {
    const column = draft.dice.pick(table.columns);
    if (await draft.run(`ALTER TABLE ${table.sql} DROP COLUMN ${column.sql}`)) {
      draft.relations.forEach((relation) => {
        relation.columns = relation.columns.filter((other) => other !== column);
        relation.keys = relation.keys.filter((key) => !key.includes(column));
      });
    }
  }
}

export async function storage(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.tables());
  const column = table && dice.pick(table.columns);
  if (column) {
    const changes = [
      `ALTER COLUMN ${column.sql} SET STORAGE ${dice.pick(['EXTERNAL', 'MAIN', 'PLAIN', 'EXTENDED'])}`,
      `ALTER COLUMN ${column.sql} SET STATISTICS ${dice.pick([0, 100, 500])}`,
      `ALTER COLUMN ${column.sql} SET (n_distinct = -0.5, n_distinct_inherited = 7)`,
      `ALTER COLUMN ${column.sql} SET COMPRESSION ${dice.pick(['pglz', 'lz4'])}`,
      `SET (fillfactor = 45, autovacuum_vacuum_cost_delay = 5)`,
      'REPLICA IDENTITY FULL',
      'REPLICA IDENTITY NOTHING',
    ];
    await draft.run(`ALTER TABLE ${dice.maybe(0.3, 'ONLY ')}${table.sql} ${dice.pick(changes)}`);
  }
}

const FORMS = [
  ({ sql }) => sql,
  ({ sql }) => `${sql} DESC NULLS LAST`,
  ({ sql }) => `(${sql} IS NULL)`,
  ({ sql, type }, draft) =>
    type.text
      ? `lower((${sql})::text) COLLATE ${draft.dice.pick(draft.collations)}`
      : `(coalesce(${sql}, ${type.value}))`,
  ({ sql, type }, draft) => {
    const own = draft.operatorClasses.find((entry) => entry.type.sql === type.sql);
    return own ? `${sql} ${own.sql}` : sql;
  },
  ({ sql, type }, draft) => {
    const fn = draft.functions.find(
      ({ immutable, args }) => immutable && args.length === 1 && args[0].sql === type.sql,
    );
    return fn ? `(${fn.sql}(${sql}))` : sql;
  },
];

export async function index(draft) {
  const { dice } = draft;
  const relation = dice.pick(draft.relations.filter(({ kind }) => kind !== 'view'));
  const column = relation && dice.pick(relation.columns);
  if (!column) {
    return;
  }
  const name = draft.names.plain('idx');
  const method = dice.pick(['btree', 'btree', 'btree', 'hash', 'gin', 'gist', 'brin']);
  const key = dice.pick(FORMS)(column, draft);
  const second = method === 'btree' && dice.chance(0.3) ? `, ${dice.pick(relation.columns).sql}` : '';
  const include = method === 'btree' ? dice.maybe(0.2, ` INCLUDE (${dice.pick(relation.columns).sql})`) : '';
  const options = dice.pick(['', '', method === 'btree' ? ' WITH (fillfactor = 80)' : '']);
  const where = dice.maybe(0.2, ` WHERE ${column.sql} IS NOT NULL`);
  const unique = method === 'btree' ? dice.maybe(0.2, 'UNIQUE ') : '';
  if (
    await draft.run(
      `CREATE ${unique}INDEX ${name} ON ${relation.sql} USING ${method} (${key}${second})${include}${options}${where}`,
    )
  ) {
    const schema = relation.sql.slice(
      0,
      relation.sql.indexOf('.', relation.sql.startsWith('"') ? relation.sql.indexOf('"', 1) : 0),
    );
    const qualified = `${schema}.${name}`;
    await draft.comment(`INDEX ${qualified}`);
    const after = dice.pick([
      null,
      null,
      relation.kind === 'table'
        ? `ALTER TABLE ${relation.sql} CLUSTER ON ${name}`
        : `ALTER MATERIALIZED VIEW ${relation.sql} CLUSTER ON ${name}`,
      relation.kind === 'table' ? `ALTER TABLE ${relation.sql} REPLICA IDENTITY USING INDEX ${name}` : null,
      `ALTER INDEX ${qualified} ALTER COLUMN 1 SET STATISTICS 300`,
    ]);
    if (after) {
      await draft.run(after);
    }
  }
}

export async function searchIndex(draft) {
  const { dice } = draft;
  const configuration = dice.pick(draft.configurations);
  const table = dice.pick(draft.tables(({ columns }) => columns.some(({ type }) => type.text)));
  if (table) {
    const { sql } = dice.pick(table.columns.filter(({ type }) => type.text));
    const vector = `to_tsvector(${configuration}, (${sql})::text)`;
    await draft.run(
      dice.chance(0.5)
        ? `CREATE INDEX ${draft.names.plain('fts')} ON ${table.sql} USING gin (${vector})`
        : `ALTER TABLE ${table.sql} ADD COLUMN ${draft.names.plain('fts')} tsvector GENERATED ALWAYS AS (${vector}) STORED`,
    );
  }
}

export async function statistics(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.relations.filter(({ columns, kind }) => columns.length > 1 && kind !== 'view'));
  if (table) {
    const columns = dice
      .some(
        table.columns.filter(({ type }) => type.ordered),
        2,
        3,
      )
      .map(({ sql }) => sql);
    const expression =
      draft.version >= 140_000 && dice.chance(0.3) ? [`(${dice.pick(table.columns).sql} IS NULL)`] : [];
    const name = draft.name('stat');
    const kinds = dice.pick(['', '(dependencies)', '(ndistinct, mcv)']);
    if (
      await draft.run(
        `CREATE STATISTICS ${name} ${kinds} ON ${[...columns, ...expression].join(', ')} FROM ${table.sql}`,
      )
    ) {
      await draft.comment(`STATISTICS ${name}`);
      if (dice.chance(0.3)) {
        await draft.run(`ALTER STATISTICS ${name} SET STATISTICS 250`);
      }
    }
  }
}

export async function serial(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.tables(({ typed }) => !typed));
  if (table) {
    const column = {
      sql: draft.names.plain('no'),
      type: { sql: 'integer', value: '1', ordered: true, kind: 'built-in' },
    };
    if (
      await draft.run(
        `ALTER TABLE ${table.sql} ADD COLUMN ${column.sql} ${dice.pick(['serial', 'bigserial', 'smallserial'])}`,
      )
    ) {
      table.columns.push(column);
    }
    const sequence = dice.pick(draft.sequences);
    if (sequence && dice.chance(0.5)) {
      await draft.run(`ALTER SEQUENCE ${sequence} OWNED BY ${table.sql}.${column.sql}`);
    }
  }
}

/** A table whose default counts the table itself; a domain whose check takes the domain; two views in a circle. */
export async function circle(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.tables(({ typed }) => !typed));
  const fn = draft.name('self');
  const form = dice.below(3);
  if (form === 0 && table && draft.version >= 140_000) {
    await draft.run(
      `CREATE FUNCTION ${fn}() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM ${table.sql}; END`,
    );
    await draft.run(`ALTER TABLE ${table.sql} ADD COLUMN ${draft.names.plain('n')} bigint DEFAULT ${fn}()`);
  } else if (form === 1) {
    const domain = draft.name('round');
    await draft.run(`CREATE DOMAIN ${domain} AS integer`);
    await draft.run(`CREATE FUNCTION ${fn}(v ${domain}) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT v > 0'`);
    if (await draft.run(`ALTER DOMAIN ${domain} ADD CHECK (${fn}(VALUE))`)) {
      draft.types.push({
        sql: domain,
        value: `1::${domain}`,
        ordered: true,
        hashed: true,
        text: false,
        kind: 'domain',
      });
    }
  } else {
    const view = draft.name('loop');
    const other = draft.name('loop');
    await draft.run(`CREATE VIEW ${view} AS SELECT 1 AS a, ${pg.escapeLiteral('x')}::text AS b`);
    await draft.run(`CREATE VIEW ${other} AS SELECT a, b FROM ${view}`);
    await draft.run(`CREATE OR REPLACE VIEW ${view} AS SELECT a, b FROM ${other}`);
  }
}
