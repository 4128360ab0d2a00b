import { tableWords, type Relation } from '#libs/catalog';

/** Layers of a warehouse and other housekeeping that stands before what a table is about. */
const LAYERS = new Set(['dim', 'fact', 'fct', 'ods', 'dwd', 'dws', 'ads', 'sys', 'biz']);

/** The words of a relation's name without prefixes of housekeeping. */
export function relationWords(
  relation: Pick<Relation, 'schema' | 'name'>,
  prefixes: ReadonlyMap<string, string>,
): string[] {
  const words = tableWords(relation, prefixes);
  const [first = '', ...rest] = words;
  return LAYERS.has(first) && rest.length > 0 ? rest : words;
}
