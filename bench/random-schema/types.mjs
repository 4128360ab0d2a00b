/** Types of the user, collations and text search objects. */
import pg from 'pg';
import { arrayOf } from './draft.mjs';
import { randomComment } from './names.mjs';

export async function schema(draft) {
  const name = draft.names.plain('area');
  if (await draft.run(`CREATE SCHEMA ${name}`)) {
    draft.schemas.push(name);
    await draft.comment(`SCHEMA ${name}`);
  }
}

const EXTENSIONS = [
  ['citext', [['citext', "'A'", { ordered: true, hashed: true, text: true }]]],
  ['hstore', [['hstore', "'a=>1'", { ordered: true, hashed: true }]]],
  ['ltree', [['ltree', "'a.b'", { ordered: true, hashed: false }]]],
  ['btree_gist', []],
  ['pg_trgm', []],
  ['cube', [['cube', "'(1,2)'", { ordered: true, hashed: false }]]],
  ['isn', [['issn', "'1436-4522'", { ordered: true, hashed: true }]]],
];

export async function extension(draft) {
  const [name, types] = draft.dice.pick(EXTENSIONS);
  const into = draft.schema();
  if (await draft.run(`CREATE EXTENSION ${name} WITH SCHEMA ${into}`)) {
    for (const [type, value, traits] of types) {
      const sql = `${into}.${type}`;
      draft.types.push({ sql, value: `${value}::${sql}`, text: false, kind: 'extension', ...traits });
    }
  }
}

export async function enumeration(draft) {
  const sql = draft.name('mood');
  const labels = draft.dice.some(['sad', "it's ok", '很好', '', 'a,b', 'B\\'], 1, 5).map(pg.escapeLiteral);
  if (await draft.run(`CREATE TYPE ${sql} AS ENUM (${labels.join(', ')})`)) {
    draft.types.push({ sql, value: `${labels[0]}::${sql}`, ordered: true, hashed: true, text: false, kind: 'enum' });
    await draft.comment(`TYPE ${sql}`);
    if (draft.dice.chance(0.2)) {
      await draft.run(`ALTER TYPE ${sql} ADD VALUE 'between' BEFORE ${labels[0]}`);
    }
  }
}

export async function domain(draft) {
  const base = draft.type(({ kind }) => kind !== 'row');
  const sql = draft.name('kind');
  const predicates = draft.functions.filter(
    ({ returns, args }) => returns?.sql === 'boolean' && args.length === 1 && args[0].sql === base.sql,
  );
  const check =
    predicates.length > 0 && draft.dice.chance(0.8)
      ? `${draft.dice.pick(predicates).sql}(VALUE)`
      : 'VALUE IS NOT NULL OR true';
  const collate = base.text && draft.dice.chance(0.4) ? ` COLLATE ${draft.dice.pick(draft.collations)}` : '';
  const parts = [
    `CREATE DOMAIN ${sql} AS ${base.sql}${collate}`,
    draft.dice.chance(0.4) ? `DEFAULT ${draft.defaultOf(base)}` : '',
    draft.dice.maybe(0.15, 'NOT NULL'),
    draft.dice.chance(0.6) ? `CONSTRAINT ${draft.names.plain('rule')} CHECK (${check})` : '',
  ];
  if (await draft.run(parts.filter(Boolean).join(' '))) {
    draft.types.push({ ...base, sql, value: `(${base.value})::${sql}`, kind: 'domain' });
    await draft.comment(`DOMAIN ${sql}`);
    if (draft.dice.chance(0.3)) {
      const constraint = draft.names.plain('later');
      await draft.run(
        `ALTER DOMAIN ${sql} ADD CONSTRAINT ${constraint} CHECK (VALUE IS NOT NULL)${draft.dice.maybe(0.4, ' NOT VALID')}`,
      );
      await draft.comment(`CONSTRAINT ${constraint} ON DOMAIN ${sql}`);
    }
  }
}

export async function composite(draft) {
  const sql = draft.name('pair');
  const attributes = Array.from({ length: 1 + draft.dice.below(3) }, () => ({
    name: draft.names.plain('part'),
    type: draft.type(),
  }));
  const list = attributes.map(({ name, type }) => {
    const collate = type.text && draft.dice.chance(0.4) ? ` COLLATE ${draft.dice.pick(draft.collations)}` : '';
    return `${name} ${type.sql}${collate}`;
  });
  if (await draft.run(`CREATE TYPE ${sql} AS (${list.join(', ')})`)) {
    if (draft.dice.chance(0.3)) {
      const added = { name: draft.names.plain('added'), type: draft.type() };
      if (await draft.run(`ALTER TYPE ${sql} ADD ATTRIBUTE ${added.name} ${added.type.sql}`)) {
        attributes.push(added);
      }
    }
    const value = `ROW(${attributes.map(({ type }) => type.value).join(', ')})::${sql}`;
    draft.types.push({
      sql,
      value,
      attributes,
      ordered: attributes.every(({ type }) => type.ordered),
      hashed: false,
      text: false,
      kind: 'composite',
    });
    await draft.comment(`TYPE ${sql}`);
    await draft.comment(`COLUMN ${sql}.${attributes[0].name}`);
  }
}

export async function range(draft) {
  const sql = draft.name('span');
  const multirange = draft.dice.chance(0.5) ? draft.name('spans') : null;
  const float = draft.dice.chance(0.4);
  const base = float
    ? { sql: 'float8', value: '1' }
    : draft.type(({ ordered, kind }) => ordered && kind !== 'composite');
  const difference = draft.functions.find(({ args, returns }) => returns?.sql === 'float8' && args.length === 2);
  const options = [
    `SUBTYPE = ${base.sql}`,
    base.text && draft.dice.chance(0.6) ? `COLLATION = ${draft.dice.pick(draft.collations)}` : '',
    float ? `SUBTYPE_DIFF = ${difference?.sql ?? 'float8mi'}` : '',
    multirange && draft.version >= 140_000 ? `MULTIRANGE_TYPE_NAME = ${multirange}` : '',
  ];
  if (await draft.run(`CREATE TYPE ${sql} AS RANGE (${options.filter(Boolean).join(', ')})`)) {
    draft.types.push({
      sql,
      value: draft.dice.chance(0.5) ? `'empty'::${sql}` : `${sql}(NULL, NULL)`,
      ordered: true,
      hashed: false,
      text: false,
      kind: 'range',
    });
    if (multirange && draft.version >= 140_000) {
      draft.types.push({
        sql: multirange,
        value: draft.dice.chance(0.5) ? `'{}'::${multirange}` : `${multirange}(${sql}(NULL, NULL))`,
        ordered: true,
        hashed: false,
        text: false,
        kind: 'range',
      });
    }
    await draft.comment(`TYPE ${sql}`);
  }
}

export async function collation(draft) {
  const sql = draft.name('sorting');
  const options = draft.dice.pick([
    "provider = libc, lc_collate = 'C', lc_ctype = 'POSIX'",
    "provider = icu, locale = 'und-u-kn-true'",
    "provider = icu, locale = 'de-u-co-phonebk', deterministic = true",
    "provider = icu, locale = 'und-u-ks-level2', deterministic = false",
  ]);
  if (await draft.run(`CREATE COLLATION ${sql} (${options})`)) {
    // Patterns and some classes refuse collations that are not deterministic; tables take them.
    draft.collations.push(sql);
    await draft.comment(`COLLATION ${sql}`);
  }
}

export async function textSearch(draft) {
  const dictionary = draft.name('words');
  const configuration = draft.name('search');
  const template = draft.dice.pick([
    'simple, stopwords = english',
    'simple, accept = false',
    "snowball, language = 'german'",
  ]);
  if (!(await draft.run(`CREATE TEXT SEARCH DICTIONARY ${dictionary} (template = ${template})`))) {
    return;
  }
  await draft.comment(`TEXT SEARCH DICTIONARY ${dictionary}`);
  if (await draft.run(`CREATE TEXT SEARCH CONFIGURATION ${configuration} (copy = pg_catalog.english)`)) {
    await draft.run(
      `ALTER TEXT SEARCH CONFIGURATION ${configuration} ALTER MAPPING FOR word, asciiword WITH ${dictionary}, english_stem`,
    );
    draft.configurations.push(`${pg.escapeLiteral(configuration)}::regconfig`);
    await draft.run(`COMMENT ON TEXT SEARCH CONFIGURATION ${configuration} IS ${randomComment(draft.dice)}`);
  }
}

export async function sequence(draft) {
  const sql = draft.name('numbers');
  const options = draft.dice.pick([
    '',
    'START 100 INCREMENT 5 CACHE 3',
    'INCREMENT -1',
    'AS smallint CYCLE',
    'AS integer MINVALUE -5 MAXVALUE 500 START 7',
  ]);
  const unlogged = draft.version >= 150_000 ? draft.dice.maybe(0.1, 'UNLOGGED ') : '';
  if (await draft.run(`CREATE ${unlogged}SEQUENCE ${sql} ${options}`)) {
    draft.sequences.push(sql);
    await draft.comment(`SEQUENCE ${sql}`);
  }
}

/** An array over an array type in a domain, so that arrays, domains and composites stand on each other. */
export async function nested(draft) {
  const sql = draft.name('nested');
  const inner = arrayOf(draft.type(({ kind }) => kind !== 'built-in' && kind !== 'array'));
  if (await draft.run(`CREATE DOMAIN ${sql} AS ${inner.sql} CHECK (cardinality(VALUE) < 9)`)) {
    draft.types.push({ ...inner, sql, value: `${inner.value}::${sql}`, kind: 'domain' });
  }
}
