/** Measures the pairs of a database one by one and together. */
import { queryFacts, statementSkeleton } from '#libs/evaluation';
import { formsOf } from './forms.mjs';
import { measuredColumns, wrongMeasure } from './measures.mjs';
import { latinWords, nearDuplicates } from './questions.mjs';
import { readRelations } from './relations.mjs';
import { conditionMark } from './skeleton.mjs';

const TIME_LIMIT_MS = 20_000;

const KEYS = `
  select n.nspname || '.' || c.relname || '.' || a.attname as column, k.contype as kind
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
   where k.contype in ('p', 'u', 'f')`;

/** @param {import('pg').Client} client of the database that the pairs ask */
export async function pairQuality(client, pairs, language) {
  const relations = await readRelations(client);
  const { rows: keys } = await client.query(KEYS);
  const keyColumns = new Set(keys.map(({ column }) => column));
  const rowsOf = await countRows(client, relations);
  const judged = [];
  for (const pair of pairs) {
    judged.push(await judge(pair, { client, relations, keyColumns, rowsOf }));
  }
  const skeletons = new Set(judged.map(({ skeleton }) => skeleton));
  const marks = Map.groupBy(judged, ({ mark }) => mark);
  const nearby = new Set(nearDuplicates(pairs));
  return {
    pairs: pairs.length,
    statements: new Set(pairs.map(({ sql }) => sql)).size,
    hasJoins: keys.some(({ kind }) => kind === 'f'),
    kinds: countsOf(judged.map(({ kind }) => kind)),
    forms: countsOf(judged.flatMap(({ forms }) => forms)),
    joining: judged.filter(({ joins }) => joins > 0).length,
    skeletons: skeletons.size,
    wrongMeasures: judged.flatMap(({ question, wrong }) => wrong.map((text) => `${text}: ${question}`)),
    halfEnglish:
      language === 'zh'
        ? judged.flatMap(({ question, sql }) => {
            const words = latinWords(question, sql);
            return words.length > 0 ? [`${words.join(' ')}: ${question}`] : [];
          })
        : [],
    codeStyle: judged.filter(({ question }) => question.includes('`')).length,
    empty: judged.filter(({ result }) => result === 'empty').map(({ question, sql }) => `${question}\n      ${sql}`),
    failed: judged
      .filter(({ result }) => result.startsWith('failed'))
      .map(({ question, result }) => `${result}: ${question}`),
    sameButColumns: judged.length - marks.size - (pairs.length - new Set(pairs.map(({ sql }) => sql)).size),
    nearQuestions: judged.filter(({ pair }) => nearby.has(pair)).map(({ question }) => question),
    questionLength: lengths(judged.map(({ question }) => question)),
    onEmptyTables: judged.filter(({ tables }) => tables.some((table) => rowsOf.get(table) === 0)).length,
    tables: [...rowsOf].map(([table, rows]) => ({
      table,
      rows,
      pairs: judged.filter(({ tables }) => tables.includes(table)).length,
    })),
  };
}

async function judge(pair, { client, relations, keyColumns, rowsOf }) {
  const { question, sql, kind } = pair;
  const facts = await queryFacts(sql, relations);
  const isKey = (column) => [...facts.columns].some((name) => name.endsWith(`.${column}`) && keyColumns.has(name));
  const wrong = (await measuredColumns(sql)).flatMap((measured) => {
    const reason = wrongMeasure(measured, isKey(measured.column));
    return reason ? [`${reason} ${measured.call}(${measured.column})`] : [];
  });
  const tables = [...facts.tables];
  const haveRows = tables.every((table) => rowsOf.get(table) !== 0);
  return {
    pair,
    question,
    sql,
    kind,
    tables,
    joins: facts.joins.size,
    wrong: [...new Set(wrong)],
    forms: await formsOf(sql),
    skeleton: await statementSkeleton(sql),
    mark: await conditionMark(sql),
    result: haveRows ? await resultOf(client, sql) : 'no rows to find',
  };
}

/** Nothing is returned also where an aggregate over no row gives one row of nulls. */
async function resultOf(client, sql) {
  try {
    await client.query(`begin read only; set local statement_timeout = ${TIME_LIMIT_MS}`);
    const { rows } = await client.query({
      text: `select * from (${sql.replace(/;\s*$/, '')}\n) q limit 1`,
      rowMode: 'array',
    });
    const isEmpty = rows.length === 0 || rows[0].every((value) => value === null);
    return isEmpty ? 'empty' : 'rows';
  } catch (error) {
    return error.code === '57014' ? 'slow' : `failed (${error.message})`;
  } finally {
    await client.query('rollback');
  }
}

async function countRows(client, relations) {
  const counts = new Map();
  for (const id of relations.columns.keys()) {
    const [schema, ...name] = id.split('.');
    const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name.join('.'))}`;
    const { rows } = await client.query(`select count(*)::int as rows from ${table}`).catch(() => ({ rows: [] }));
    counts.set(id, rows[0]?.rows ?? null);
  }
  return counts;
}

function countsOf(values) {
  const groups = [...Map.groupBy(values, (value) => value)].map(([value, members]) => [value, members.length]);
  return Object.fromEntries(groups.sort(([, a], [, b]) => b - a));
}

function lengths(texts) {
  const sorted = texts.map((text) => text.length).sort((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)], longest: sorted.at(-1) };
}
