import { tableWords, type Relation } from '#libs/catalog';

/** Prefixes of table names without business meaning, such as warehouse layers. */
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
