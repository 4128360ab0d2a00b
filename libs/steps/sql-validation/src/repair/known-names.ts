import { distance } from 'fastest-levenshtein';
import type { Catalog, Relation } from '#libs/catalog';

/** Edits that still make the same name; a third of its length at most. */
const MAX_DISTANCE = 2;
const MAX_MENTIONED = 10;

/** The relation names and columns that a repair may choose from. */
export class KnownNames {
  constructor(private readonly catalog: Catalog) {}

  /** The only relation that the name can mean: another case, another schema, a slip of the pen. */
  relationLike(name: string): Relation | null {
    return onlyOne(this.catalog.relations, name, (relation) => relation.name);
  }

  /** The only column of these relations that the name can mean. */
  columnLike(name: string, relations: readonly Relation[]): string | null {
    const columns = [...new Set(relations.flatMap((relation) => relation.columns.map((column) => column.name)))];
    return onlyOne(columns, name, (column) => column);
  }

  /** The relations that a statement names. */
  relationsNamed(names: readonly { readonly schema: string | null; readonly name: string }[]): Relation[] {
    return this.catalog.relations.filter((relation) =>
      names.some(({ schema, name }) => name === relation.name && (schema === null || schema === relation.schema)),
    );
  }

  /** The relations whose names occur in a text that cannot be parsed, at most ten. */
  relationsMentioned(text: string): Relation[] {
    const words = new Set(text.toLowerCase().match(/"[^"]+"|[\p{L}_][\p{L}\p{N}_$]*/gu));
    return this.catalog.relations
      .filter(({ name }) => words.has(name.toLowerCase()) || words.has(`"${name.toLowerCase()}"`))
      .slice(0, MAX_MENTIONED);
  }

  /** Relations with names like this one, the nearest first, at most three. */
  nearRelations(name: string): Relation[] {
    return this.catalog.relations
      .map((relation) => ({ relation, far: distance(relation.name.toLowerCase(), name.toLowerCase()) }))
      .sort((a, b) => a.far - b.far)
      .slice(0, 3)
      .map(({ relation }) => relation);
  }
}

function onlyOne<T>(items: readonly T[], wanted: string, toName: (item: T) => string): T | null {
  const same = items.filter((item) => toName(item).toLowerCase() === wanted.toLowerCase());
  if (same.length > 0) {
    return same.length === 1 ? (same[0] ?? null) : null;
  }
  const most = Math.min(MAX_DISTANCE, Math.floor(wanted.length / 3));
  const near = items.filter((item) => distance(toName(item).toLowerCase(), wanted.toLowerCase()) <= most);
  return near.length === 1 ? (near[0] ?? null) : null;
}
