/** A folder of databases (`name.sql.gz`) with `questions.json`: a list of `{ id, db, question, question_zh?, gold_sql }`. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const SUFFIX = '.sql.gz';

/** @returns {Promise<{ name: string, script: string, questions: object[] }[]>} databases that are asked about */
export async function readQuestionDatabases(folder) {
  const questions = JSON.parse(await readFile(join(folder, 'questions.json'), 'utf8'));
  const names = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
  const databases = names.map(async (file) => {
    const name = file.slice(0, -SUFFIX.length);
    const script = (await promisify(gunzip)(await readFile(join(folder, file)))).toString();
    return { name, script, questions: questions.filter(({ db }) => db === name) };
  });
  return (await Promise.all(databases)).filter(({ questions: asked }) => asked.length > 0);
}

const COPY = /^(COPY\s[^;]*?FROM\s+stdin[^;]*;)\r?\n([\s\S]*?)^\\\.\r?$/gim;

/** Runs a script as psql would: plain statements, and COPY with its rows behind it. Lines of psql's own are left out. */
export async function runScript(client, script) {
  let end = 0;
  for (const found of script.matchAll(COPY)) {
    await runStatements(client, script.slice(end, found.index));
    await pipeline(Readable.from([found[2]]), client.query(copyFrom(found[1].replace(/;\s*$/, ''))));
    end = found.index + found[0].length;
  }
  await runStatements(client, script.slice(end));
  // pg_dump empties the path. A database in use has statistics.
  await client.query('RESET search_path');
  await client.query('ANALYZE');
}

async function runStatements(client, text) {
  const statements = text.replaceAll(/^\\.*$/gm, '');
  if (statements.trim() !== '') {
    await client.query(statements);
  }
}

/**
 * Loads the databases into one, each below a schema of its own name; further schemas of a database keep theirs.
 * @returns {Promise<Map<string, string>>} `database.schema` → the schema in the one database
 */
export async function loadAsSchemas(client, databases) {
  const places = new Map();
  const known = new Set(await schemasOf(client));
  for (const { name, script } of databases) {
    await runScript(client, script);
    for (const schema of (await schemasOf(client)).filter((found) => !known.has(found))) {
      known.add(schema);
      places.set(`${name}.${schema}`, schema);
    }
    await client.query(`ALTER SCHEMA public RENAME TO ${pg.escapeIdentifier(name)}; CREATE SCHEMA public`);
    places.set(`${name}.public`, name);
    known.add(name);
  }
  return places;
}

async function schemasOf(client) {
  const { rows } = await client.query("select nspname from pg_namespace where nspname !~ '^pg_'");
  return rows.map(({ nspname }) => nspname);
}
