import { isDeepStrictEqual } from 'node:util';

function without(object, ...keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Every relation and object by name, without what differs from server to server and from run to run. */
function lasting(catalog) {
  const relations = [...catalog.relations, ...catalog.partitions].map((relation) => [
    `${relation.kind} ${relation.schema}.${relation.name}`,
    {
      ...without(relation, 'oid', 'rowEstimate', 'sizeBytes'),
      columns: inOrder(relation).map((column) => without(column, 'baseTypeOid', 'position')),
      settings: relation.settings.map(({ statement }) => statement).sort(),
    },
  ]);
  const objects = catalog.objects.map((object) => [
    `${object.kind} ${object.schema}.${object.name}`,
    without(object, 'key'),
  ]);
  const comments = [...catalog.schemaComments].map(([schema, comment]) => [`comment of schema ${schema}`, comment]);
  return new Map([...relations, ...objects, ...comments]);
}

/** Of a child, the inherited columns come first after a restore, as with pg_dump. */
function inOrder({ columns, inherits }) {
  return inherits.length === 0 ? columns : columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Sentences about what is missing, more, or not the same, by our own catalog. */
export function catalogDifferences(source, copy) {
  const [before, after] = [lasting(source), lasting(copy)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)))
    .map((name) => `${name}: ${firstDifference(before.get(name), after.get(name))}`);
}

/** The path to the first difference, and both values. */
function firstDifference(before, after) {
  if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object') {
    return before === undefined ? 'more' : after === undefined ? 'missing' : `${text(before)} became ${text(after)}`;
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const key = keys.find((name) => !isDeepStrictEqual(before[name], after[name]));
  const name = before[key]?.name ?? after[key]?.name;
  return `${name === undefined ? key : `${key} (${name})`}: ${firstDifference(before[key], after[key])}`;
}

function text(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
