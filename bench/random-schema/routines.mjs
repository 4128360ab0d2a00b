/** Functions in every form, aggregates, operators, operator classes and casts. */
import pg from 'pg';

async function add(draft, fn, statement, comment = 'FUNCTION') {
  if (await draft.run(statement)) {
    draft.functions.push(fn);
    await draft.comment(`${comment} ${fn.sql}(${fn.args.map(({ sql }) => sql).join(', ')})`);
    return true;
  }
  return false;
}

export async function sqlFunction(draft) {
  const returns = draft.type();
  const args = Array.from({ length: draft.dice.below(3) }, () => draft.type());
  const sql = draft.name('give');
  const inner = draft.functions.filter((fn) => fn.returns?.sql === returns.sql && !fn.set);
  const body = inner.length > 0 && draft.dice.chance(0.6) ? draft.call(draft.dice.pick(inner)) : returns.value;
  const defaults = args.length > 0 && draft.dice.chance(0.3);
  const signature = args
    .map(({ sql: type, value }, index) => `a${index} ${type}${defaults ? ` DEFAULT ${value}` : ''}`)
    .join(', ');
  const form = draft.version >= 140_000 ? draft.dice.below(4) : draft.dice.below(2);
  const head = `CREATE FUNCTION ${sql}(${signature}) RETURNS ${returns.sql} LANGUAGE`;
  const statement = [
    `${head} sql IMMUTABLE AS ${pg.escapeLiteral(`SELECT ${body}`)}`,
    `${head} plpgsql IMMUTABLE COST 7 SET work_mem = '4MB' AS ${pg.escapeLiteral(`BEGIN RETURN ${body}; END`)}`,
    `${head} sql IMMUTABLE PARALLEL SAFE RETURN ${body}`,
    `${head} sql STABLE BEGIN ATOMIC SELECT ${body} AS result; END`,
  ][form];
  await add(draft, { sql, args, returns, immutable: form !== 3 }, statement);
}

/** One argument, for checks of domains and columns. */
export async function predicate(draft) {
  const arg = draft.type();
  const sql = draft.name('holds');
  const inner = draft.functions.filter(
    ({ returns, args }) => returns?.sql === 'boolean' && args.length === 1 && args[0].sql === arg.sql,
  );
  const body = inner.length > 0 ? `${draft.dice.pick(inner).sql}($1)` : '$1 IS NOT NULL OR true';
  await add(
    draft,
    { sql, args: [arg], returns: { sql: 'boolean' }, immutable: true },
    `CREATE FUNCTION ${sql}(v ${arg.sql}) RETURNS boolean LANGUAGE sql IMMUTABLE AS ${pg.escapeLiteral(`SELECT ${body}`)}`,
  );
}

export async function difference(draft) {
  const sql = draft.name('far');
  const float = { sql: 'float8', value: '1' };
  await add(
    draft,
    { sql, args: [float, float], returns: float, immutable: true },
    `CREATE FUNCTION ${sql}(a float8, b float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT a - b'`,
  );
}

/** Functions over relations: row types, sets, tables as results, SQL-standard bodies. */
export async function relationFunction(draft) {
  const relation = draft.dice.pick(draft.relations);
  if (relation === undefined) {
    return;
  }
  const sql = draft.name('over');
  const integer = { sql: 'bigint', value: '1' };
  const forms = [
    [
      [],
      integer,
      `CREATE FUNCTION ${sql}() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM ${relation.sql}; END`,
    ],
    [
      [{ sql: relation.sql, value: `NULL::${relation.sql}` }],
      integer,
      `CREATE FUNCTION ${sql}(r ${relation.sql}) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'`,
    ],
    [
      [{ sql: `${relation.sql}[]`, value: `NULL::${relation.sql}[]` }],
      integer,
      `CREATE FUNCTION ${sql}(r ${relation.sql}[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT cardinality($1)::bigint'`,
    ],
    [
      [],
      null,
      `CREATE FUNCTION ${sql}() RETURNS SETOF ${relation.sql} LANGUAGE sql STABLE AS ${pg.escapeLiteral(`SELECT * FROM ${relation.sql}`)}`,
    ],
    [
      [],
      null,
      `CREATE FUNCTION ${sql}() RETURNS TABLE (r ${relation.sql}, n integer) LANGUAGE sql STABLE AS ${pg.escapeLiteral(`SELECT x, 1 FROM ${relation.sql} x`)}`,
    ],
    [
      [],
      null,
      `CREATE FUNCTION ${sql}(OUT a bigint, OUT b ${draft.type().sql}) LANGUAGE plpgsql STABLE AS ${pg.escapeLiteral('BEGIN a := 1; END')}`,
    ],
  ];
  const [args, returns, statement] = draft.dice.pick(forms);
  await add(
    draft,
    { sql, args, returns: returns ?? { sql: 'record' }, set: returns === null, immutable: false },
    statement,
  );
}

export async function aggregate(draft) {
  const sql = draft.name('total');
  const state = draft.name('step');
  const type = draft.type(({ kind }) => kind !== 'built-in');
  if (
    await draft.run(
      `CREATE FUNCTION ${state}(s ${type.sql}, v ${type.sql}) RETURNS ${type.sql} LANGUAGE sql IMMUTABLE AS 'SELECT coalesce($1, $2)'`,
    )
  ) {
    const extra = draft.dice.pick(['', ', PARALLEL = SAFE', `, COMBINEFUNC = ${state}`]);
    if (await draft.run(`CREATE AGGREGATE ${sql}(${type.sql}) (SFUNC = ${state}, STYPE = ${type.sql}${extra})`)) {
      draft.functions.push({ sql, args: [type], returns: type, aggregate: true });
      await draft.comment(`AGGREGATE ${sql}(${type.sql})`);
    }
  }
}

const SIGNS = ['<<<', '>>>', '=#=', '@~@', '~~>', '|+|', '#@#', '?%?'];

export async function operator(draft) {
  const type = draft.type();
  const fn = draft.name('compare');
  const schema = draft.schema();
  const sign = draft.dice.pick(SIGNS);
  if (
    !(await draft.run(
      `CREATE FUNCTION ${fn}(a ${type.sql}, b ${type.sql}) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ${draft.dice.pick(['true', 'false'])}'`,
    ))
  ) {
    return;
  }
  const options = draft.dice.pick([
    '',
    `, COMMUTATOR = OPERATOR(${schema}.${sign})`,
    ', RESTRICT = eqsel, JOIN = eqjoinsel',
  ]);
  if (
    await draft.run(
      `CREATE OPERATOR ${schema}.${sign} (FUNCTION = ${fn}, LEFTARG = ${type.sql}, RIGHTARG = ${type.sql}${options})`,
    )
  ) {
    draft.operators.push({ sql: `OPERATOR(${schema}.${sign})`, type });
    await draft.comment(`OPERATOR ${schema}.${sign} (${type.sql}, ${type.sql})`);
  }
}

export async function operatorClass(draft) {
  const type = draft.type(({ ordered, kind }) => ordered && kind !== 'array');
  const schema = draft.schema();
  const sql = draft.names.qualified('ops', schema);
  const cmp = draft.name('order');
  const less = draft.name('less');
  const made = [
    await draft.run(
      `CREATE FUNCTION ${less}(a ${type.sql}, b ${type.sql}) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a < b'`,
    ),
    await draft.run(
      `CREATE FUNCTION ${cmp}(a ${type.sql}, b ${type.sql}) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN a < b THEN -1 WHEN a > b THEN 1 ELSE 0 END'`,
    ),
    await draft.run(
      `CREATE OPERATOR ${schema}.#<# (FUNCTION = ${less}, LEFTARG = ${type.sql}, RIGHTARG = ${type.sql})`,
    ),
  ];
  if (made.every(Boolean)) {
    // What a class can do without belongs to its family.
    const optional = draft.dice.maybe(0.4, ', FUNCTION 4 pg_catalog.btequalimage(oid)');
    const family = draft.dice.chance(0.4) ? draft.name('family') : null;
    const inFamily =
      family !== null && (await draft.run(`CREATE OPERATOR FAMILY ${family} USING btree`)) ? ` FAMILY ${family}` : '';
    if (
      await draft.run(
        `CREATE OPERATOR CLASS ${sql} FOR TYPE ${type.sql} USING btree${inFamily} AS OPERATOR 1 ${schema}.#<#, FUNCTION 1 ${cmp}(${type.sql}, ${type.sql})${optional}`,
      )
    ) {
      draft.operatorClasses.push({ sql, type });
      await draft.comment(`OPERATOR CLASS ${sql} USING btree`);
    }
  }
}

/** Not from arrays: PostgreSQL writes the cast of an array constructor so that it reads back as casts of its elements. */
export async function cast(draft) {
  const target = draft.simpleType(({ kind }) => ['enum', 'composite', 'range', 'extension'].includes(kind));
  const source = draft.simpleType(({ kind }) => kind === 'built-in' || kind === 'composite');
  const fn = draft.name('convert');
  if (
    await draft.run(
      `CREATE FUNCTION ${fn}(v ${source.sql}) RETURNS ${target.sql} LANGUAGE sql IMMUTABLE AS ${pg.escapeLiteral(`SELECT ${target.value}`)}`,
    )
  ) {
    const context = draft.dice.pick(['', ' AS ASSIGNMENT', ' AS IMPLICIT']);
    if (await draft.run(`CREATE CAST (${source.sql} AS ${target.sql}) WITH FUNCTION ${fn}(${source.sql})${context}`)) {
      await draft.comment(`CAST (${source.sql} AS ${target.sql})`);
      await castColumn(draft, source, target);
    }
  }
}

/** A column whose default goes through the cast. */
async function castColumn(draft, source, target) {
  const table = draft.dice.pick(draft.tables());
  if (table) {
    const column = draft.names.plain('cast');
    await draft.run(
      `ALTER TABLE ${table.sql} ADD COLUMN ${column} ${target.sql} DEFAULT (${source.value})::${source.sql}::${target.sql}`,
    );
  }
}
