/** The parse tree of a statement, by PostgreSQL's own parser. */
import { parse } from 'libpg-query';

/** @returns {Promise<object>} the tree of the only statement */
export async function treeOf(sql) {
  const { stmts } = await parse(sql);
  return stmts[0].stmt;
}

/** The strings of a list of names, such as `funcname`. */
export const texts = (list) => (Array.isArray(list) ? list : []).flatMap((member) => member.String?.sval ?? []);

/**
 * Visits every object of a tree, parents first.
 * @param {(key: string, node: object, inside: readonly string[]) => void} seen gets the name of the node or field, the
 * node, and the names around it
 */
export function visit(node, seen, inside = []) {
  if (Array.isArray(node)) {
    node.forEach((member) => visit(member, seen, inside));
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'object' && value !== null) {
        seen(key, value, inside);
        visit(value, seen, [...inside, key]);
      }
    }
  }
}

export const AGGREGATES =
  /^(count|sum|avg|min|max|string_agg|array_agg|jsonb?_agg|jsonb?_object_agg|bool_and|bool_or|every|stddev.*|var(iance|_.*)|corr|regr_.*|percentile_(cont|disc)|mode|bit_.*)$/;
export const DATE_FUNCTIONS =
  /^(date_trunc|date_part|extract|to_char|to_date|to_timestamp|age|date_bin|make_date|make_interval|now|justify_.*)$/;
