import { execFile } from 'node:child_process';
import { isDeepStrictEqual, promisify } from 'node:util';

const HEADER = /^-- Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: .*$/;
/** Lines that say nothing about the schema. */
const NOISE = /^(--|\\|SET |SELECT pg_catalog\.set_config)/;

/**
 * What `pg_dump --schema-only` writes of each object, by kind, schema and name. Its comments name the object of the
 * statements that follow.
 */
async function dumped(url) {
  const { stdout } = await promisify(execFile)('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', url], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const entries = new Map();
  let lines = [];
  for (const line of stdout.split('\n')) {
    const header = HEADER.exec(line);
    if (header) {
      const [, name, type, schema] = header;
      const key = `${type} ${schema} ${name}`;
      const entry = entries.get(key) ?? { type, schema, name: name.replaceAll('"', ''), texts: [] };
      entries.set(key, entry);
      lines = [];
      entry.texts.push(lines);
    } else if (line.trim() !== '' && !NOISE.test(line)) {
      lines.push(line);
    }
  }
  openCircles(entries);
  for (const entry of entries.values()) {
    entry.texts = entry.texts.map((text) => text.join('\n')).sort();
  }
  return entries;
}

/** Which view of a circle comes first, as a placeholder, is no difference: its query then stands in an entry of a rule. */
function openCircles(entries) {
  for (const [key, { type, schema, name, texts }] of entries) {
    if (type === 'RULE' && name.endsWith(' _RETURN')) {
      entries.delete(key);
      const view = [...entries.values()].find(
        (entry) => entry.type === 'VIEW' && entry.schema === schema && entry.name === name.slice(0, -' _RETURN'.length),
      );
      view.texts = texts.map((text) => text.map((line) => line.replace('CREATE OR REPLACE VIEW', 'CREATE VIEW')));
    }
  }
}

/** Objects that a schema.sql has only where a relation needs them. */
const ON_DEMAND =
  /^(FUNCTION|PROCEDURE|AGGREGATE|TYPE|SHELL TYPE|DOMAIN|SEQUENCE|SCHEMA|EXTENSION|TEXT SEARCH .*|OPERATOR|OPERATOR .*|CAST|COLLATION|EVENT TRIGGER|SERVER|FOREIGN DATA WRAPPER|PUBLICATION.*)$/;
/** Entries of their own about such an object. */
const ABOUT = /^(COMMENT|CHECK CONSTRAINT|SEQUENCE OWNED BY)$/;

/**
 * Sentences about the differences between the dumps of two databases. An object that no relation needs may be missing:
 * whether one was needed, our own catalog says.
 */
export async function dumpDifferences(source, copy) {
  const [before, after] = [await dumped(source), await dumped(copy)];
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, entry]) => entry);
  const unneeded = gone.filter(({ type }) => ON_DEMAND.test(type));
  const isOptional = (entry) =>
    ON_DEMAND.test(entry.type) || (ABOUT.test(entry.type) && unneeded.some((object) => isAbout(entry, object)));
  return [
    ...gone.filter((entry) => !isOptional(entry)).flatMap(({ texts }) => texts.map((text) => `- ${text}`)),
    ...[...after]
      .filter(([key, entry]) => !isDeepStrictEqual(before.get(key)?.texts, entry.texts))
      .map(([key, entry]) => changed(before.get(key)?.texts, entry.texts)),
  ];
}

/** Whether an entry, such as a comment, says something about the object. */
function isAbout({ type, name, schema }, object) {
  const own = object.name.replace(/\(.*/s, '');
  const beginnings = {
    COMMENT: [object.name, `${object.type} ${object.name}`, `${object.type} ${own}(`, `COLUMN ${object.name}.`],
    'CHECK CONSTRAINT': [`${object.name} `],
    'SEQUENCE OWNED BY': [object.name],
  };
  return (
    schema === object.schema &&
    (beginnings[type].some((beginning) => name.startsWith(beginning)) || name.endsWith(` ON DOMAIN ${object.name}`))
  );
}

/** The lines in which they differ. */
function changed(before, after) {
  const [old, fresh] = [before, after].map((texts) => texts?.join('\n').split('\n') ?? []);
  const lines = [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
  return `${old[0] ?? fresh[0]} ${lines.join(' ')}`;
}
