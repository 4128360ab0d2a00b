/** Views, materialized views, rules, triggers and policies. */
import pg from 'pg';

function queryOf(draft, from) {
  const { dice } = draft;
  const [first] = from.columns;
  const shown = dice.some(from.columns, 1, 4);
  const columns = shown.map(({ sql }) => `t.${sql}`);
  const operator = draft.operators.find(({ type }) => from.columns.some((column) => column.type.sql === type.sql));
  const compared = operator && from.columns.find(({ type }) => type.sql === operator.type.sql);
  const aggregate = draft.functions.find(
    ({ aggregate: is, args }) => is && from.columns.some(({ type }) => type.sql === args[0].sql),
  );
  const added = aggregate && from.columns.find(({ type }) => type.sql === aggregate.args[0].sql);
  const fn = dice.pick(draft.functions.filter(({ aggregate: is }) => !is));
  const type = draft.type(({ kind }) => kind !== 'row');
  const other = dice.pick(draft.relations);
  const name = draft.names.plain('x');
  const forms = [
    `SELECT ${columns.join(', ')} FROM ${from.sql} t`,
    `SELECT ${columns.join(', ')}, ${type.value} AS ${name} FROM ${from.sql} t WHERE t.${first.sql} IS NOT NULL`,
    `WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n, count(*) OVER (ORDER BY n) AS c FROM r`,
    `SELECT ${columns.join(', ')}, t AS ${name} FROM ${from.sql} t`,
    `SELECT count(*) AS n, count(DISTINCT t.ctid) FILTER (WHERE t.${first.sql} IS NULL) AS m FROM ${from.sql} t`,
    other &&
      `SELECT a.*, (SELECT count(*) FROM ${other.sql}) AS ${name} FROM (SELECT ${columns.join(', ')} FROM ${from.sql} t) a`,
    other &&
      `SELECT row_number() OVER () AS n, u.${other.columns[0]?.sql} AS ${name} FROM ${from.sql} t LEFT JOIN LATERAL (SELECT * FROM ${other.sql} LIMIT 3) u ON true`,
    compared &&
      `SELECT ${columns.join(', ')} FROM ${from.sql} t WHERE t.${compared.sql} ${operator.sql} ${operator.type.value}`,
    added && `SELECT ${aggregate.sql}(t.${added.sql}) AS ${name} FROM ${from.sql} t`,
    fn &&
      (fn.set
        ? `SELECT f AS ${name} FROM ${draft.call(fn)} f`
        : `SELECT ${draft.call(fn)} AS ${name}, t.${first.sql} FROM ${from.sql} t`),
    from.keys.length > 0 &&
      `SELECT ${columns.join(', ')}, count(*) AS ${name} FROM ${from.sql} t GROUP BY ${from.keys[0].map(({ sql }) => `t.${sql}`).join(', ')}`,
    `SELECT ${columns.join(', ')} FROM ${from.sql} t UNION SELECT ${columns.join(', ')} FROM ${from.sql} t ORDER BY 1`,
    `SELECT * FROM (VALUES (1, 'a'::text COLLATE ${dice.pick(draft.collations)}), (2, E'b\\n''c')) v(n, w)`,
  ];
  return dice.pick(forms.filter(Boolean));
}

async function columnsOfView(draft, sql) {
  const { rows } = await draft.client.query(
    `select quote_ident(attname) as sql, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = $1::regclass and attnum > 0 order by attnum`,
    [sql],
  );
  return rows.map((row) => {
    const known = draft.types.find((type) => type.sql === row.type);
    return {
      sql: row.sql,
      type: known ?? { sql: row.type, value: `NULL::${row.type}`, ordered: false, kind: 'other' },
    };
  });
}

export async function view(draft) {
  const { dice } = draft;
  const from = dice.pick(draft.relations);
  if (from === undefined) {
    return;
  }
  const sql = draft.name('view');
  const options = dice.pick([
    '',
    '',
    ' WITH (security_barrier = true)',
    draft.version >= 150_000 ? ' WITH (security_invoker)' : '',
  ]);
  if (
    await draft.run(
      `CREATE VIEW ${sql}${options} AS ${queryOf(draft, from)}${dice.maybe(0.1, ' WITH LOCAL CHECK OPTION')}`,
    )
  ) {
    const made = { sql, columns: await columnsOfView(draft, sql), keys: [], kind: 'view' };
    draft.relations.push(made);
    draft.types.push({ sql, value: `NULL::${sql}`, ordered: false, hashed: false, text: false, kind: 'row' });
    await draft.comment(`VIEW ${sql}`);
    const column = dice.pick(made.columns);
    await draft.comment(`COLUMN ${sql}.${column.sql}`);
    if (dice.chance(0.3)) {
      await draft.run(`ALTER VIEW ${sql} ALTER COLUMN ${column.sql} SET DEFAULT ${column.type.value}`);
    }
  }
}

export async function materializedView(draft) {
  const { dice } = draft;
  const from = dice.pick(draft.relations);
  if (from === undefined) {
    return;
  }
  const sql = draft.name('stored');
  const options = dice.maybe(0.3, ' WITH (fillfactor = 70)');
  if (await draft.run(`CREATE MATERIALIZED VIEW ${sql}${options} AS ${queryOf(draft, from)} WITH NO DATA`)) {
    const made = { sql, columns: await columnsOfView(draft, sql), keys: [], kind: 'materialized' };
    draft.relations.push(made);
    await draft.comment(`MATERIALIZED VIEW ${sql}`);
    const column = dice.pick(made.columns);
    if (dice.chance(0.4)) {
      await draft.run(
        `ALTER MATERIALIZED VIEW ${sql} ALTER COLUMN ${column.sql} SET ${dice.pick(['STORAGE MAIN', 'STATISTICS 50', '(n_distinct = 5)'])}`,
      );
    }
  }
}

export async function rule(draft) {
  const { dice } = draft;
  const relation = dice.pick(draft.relations.filter(({ kind }) => kind !== 'materialized'));
  const other = dice.pick(draft.tables());
  if (relation && other) {
    const name = draft.names.plain('rule');
    const event = dice.pick(['INSERT', 'UPDATE', 'DELETE']);
    const action = dice.pick([
      'INSTEAD NOTHING',
      `ALSO DELETE FROM ${other.sql} WHERE false`,
      `INSTEAD DELETE FROM ${other.sql} WHERE false`,
    ]);
    if (await draft.run(`CREATE RULE ${name} AS ON ${event} TO ${relation.sql} DO ${action}`)) {
      await draft.comment(`RULE ${name} ON ${relation.sql}`);
      if (relation.kind === 'table' && dice.chance(0.2)) {
        await draft.run(
          `ALTER TABLE ${relation.sql} ${dice.pick(['DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'])} RULE ${name}`,
        );
      }
    }
  }
}

export async function trigger(draft) {
  const { dice } = draft;
  const relation = dice.pick(draft.relations.filter(({ kind }) => kind !== 'materialized'));
  const fn = draft.name('react');
  const called = dice.pick(draft.functions.filter(({ set, aggregate }) => !set && !aggregate));
  const body = `BEGIN ${called ? `PERFORM ${draft.call(called)};` : ''} RETURN NEW; END`;
  if (
    !relation ||
    !(await draft.run(`CREATE FUNCTION ${fn}() RETURNS trigger LANGUAGE plpgsql AS ${pg.escapeLiteral(body)}`))
  ) {
    return;
  }
  const name = draft.names.plain('trg');
  const column = dice.pick(relation.columns);
  const on = `ON ${relation.sql}`;
  const forms =
    relation.kind === 'view'
      ? [`CREATE TRIGGER ${name} INSTEAD OF INSERT OR UPDATE ${on} FOR EACH ROW EXECUTE FUNCTION ${fn}()`]
      : [
          `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE OF ${column.sql} ${on} FOR EACH ROW EXECUTE FUNCTION ${fn}('it''s', '2')`,
          `CREATE TRIGGER ${name} AFTER DELETE ${on} FOR EACH STATEMENT EXECUTE FUNCTION ${fn}()`,
          `CREATE TRIGGER ${name} AFTER UPDATE ${on} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ${fn}()`,
          `CREATE CONSTRAINT TRIGGER ${name} AFTER INSERT ${on} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.${column.sql} IS NOT NULL) EXECUTE FUNCTION ${fn}()`,
        ];
  if (await draft.run(dice.pick(forms))) {
    await draft.comment(`TRIGGER ${name} ON ${relation.sql}`);
    if (relation.kind === 'table' && dice.chance(0.3)) {
      await draft.run(
        `ALTER TABLE ${relation.sql} ${dice.pick(['DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'])} TRIGGER ${name}`,
      );
    }
  }
}

export async function policy(draft) {
  const { dice } = draft;
  const table = dice.pick(draft.tables());
  if (table) {
    const name = draft.names.plain('pol');
    const column = dice.pick(table.columns);
    const predicates = draft.functions.filter(
      ({ returns, args }) => returns?.sql === 'boolean' && args.length === 1 && args[0].sql === column.type.sql,
    );
    const holds = predicates.length > 0 ? `${dice.pick(predicates).sql}(${column.sql})` : `${column.sql} IS NOT NULL`;
    const [command, clauses] = dice.pick([
      ['SELECT', `USING (${holds})`],
      ['ALL', `USING (${holds}) WITH CHECK (true)`],
      ['INSERT', `WITH CHECK (${holds})`],
    ]);
    const roles = dice.pick(['', ' TO PUBLIC', ' TO CURRENT_USER']);
    if (
      await draft.run(
        `CREATE POLICY ${name} ON ${table.sql}${dice.maybe(0.3, ' AS RESTRICTIVE')} FOR ${command}${roles} ${clauses}`,
      )
    ) {
      await draft.comment(`POLICY ${name} ON ${table.sql}`);
    }
    await draft.run(`ALTER TABLE ${table.sql} ${dice.pick(['ENABLE', 'ENABLE', 'FORCE'])} ROW LEVEL SECURITY`);
  }
}
