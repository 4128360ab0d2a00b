/** Types of PostgreSQL, each with a constant of it. */
const ORDERED = [
  ['integer', '1'],
  ['bigint', '9000000000'],
  ['smallint', '2::smallint'],
  ['numeric(10,2)', '1.5'],
  ['numeric', "'NaN'::numeric"],
  ['real', '0.5::real'],
  ['double precision', "'-Infinity'::double precision"],
  ['boolean', 'true'],
  ['date', "'2024-02-29'::date"],
  ['time(3) without time zone', "'12:00'::time"],
  ['time with time zone', "'12:00+02'::timetz"],
  ['timestamp(3) without time zone', "'infinity'::timestamp"],
  ['timestamp with time zone', 'now()'],
  ['interval', "'1 day'::interval"],
  ['interval day to second(2)', "'1 day'::interval"],
  ['uuid', "'00000000-0000-0000-0000-000000000001'::uuid"],
  ['inet', "'10.0.0.1'::inet"],
  ['cidr', "'10.0.0.0/8'::cidr"],
  ['macaddr', "'08:00:2b:01:02:03'::macaddr"],
  ['bytea', "'\\xdead'::bytea"],
  ['bit(3)', "B'101'"],
  ['bit varying(8)', "B'1'"],
  ['money', "'1.00'::money"],
  ['jsonb', `'{"a": "b''c"}'::jsonb`],
  ['int4range', "'[1,5)'::int4range"],
  ['tstzrange', "'empty'::tstzrange"],
  ['oid', '1::oid'],
  ['name', "'n'::name"],
  ['"char"', `'c'::"char"`],
  ['pg_lsn', "'0/1'::pg_lsn"],
  ['tsvector', "'a b'::tsvector"],
];

const TEXTS = [
  ['text', "'plain'::text"],
  ['text', "E'line\\nbreak \\\\ and ''quote'''"],
  ['character varying(20)', "'it''s'"],
  ['character(5)', "'ab   '"],
];

const UNORDERED = [
  ['json', "'[1]'::json"],
  ['point', "'(1,2)'::point"],
  ['box', "'(1,1),(0,0)'::box"],
  ['tsquery', "'a & b'::tsquery"],
  ['xml', "'<a/>'::xml"],
  ['regclass', "'pg_catalog.pg_class'::regclass"],
];

const builtIn = ([sql, value], traits) => ({ sql, value, text: false, kind: 'built-in', ...traits });

export const BUILT_IN_TYPES = [
  ...ORDERED.map((entry) => builtIn(entry, { ordered: true, hashed: !/money|bit|tsvector/.test(entry[0]) })),
  ...TEXTS.map((entry) => builtIn(entry, { ordered: true, hashed: true, text: true })),
  ...UNORDERED.map((entry) => builtIn(entry, { ordered: false, hashed: false })),
];
