/**
 * The base tables, base columns and join conditions of a query. Names are followed through aliases, CTEs and subqueries
 * to the table that they come from, so `c.id = x.customer` with x a CTE is a condition between two tables.
 */
import { parse } from 'libpg-query';

/**
 * @typedef {{ tables: Set<string>, columns: Set<string>, joins: Map<string, [string, string]> }} QueryFacts columns are
 * `schema.table.column`; a join is a pair of them
 */

/**
 * @param {string} sql one SELECT
 * @param {import('./relations.mjs').Relations} relations
 * @returns {Promise<QueryFacts>}
 */
export async function queryFacts(sql, relations) {
  const { stmts = [] } = await parse(sql);
  const reader = new QueryReader(relations);
  for (const { stmt } of stmts) {
    if (stmt.SelectStmt) {
      reader.query(stmt.SelectStmt, new Map(), []);
    }
  }
  return reader.facts;
}

/** @param {QueryFacts} facts */
export function addJoin(facts, a, b) {
  if (a && b && a !== b) {
    const pair = [a, b].sort();
    facts.joins.set(pair.join(' = '), pair);
  }
}

export const noFacts = () => ({ tables: new Set(), columns: new Set(), joins: new Map() });

const texts = (list = []) => list.flatMap((member) => member.String?.sval ?? (member.A_Star ? ['*'] : []));

class QueryReader {
  facts = noFacts();

  constructor(relations) {
    this.relations = relations;
  }

  /** @returns {[string, string | null][]} the output columns: name, and the base column that they show unchanged */
  query(select, outerCtes, outer) {
    const ctes = new Map(outerCtes);
    for (const { CommonTableExpr: cte } of select.withClause?.ctes ?? []) {
      this.cte(cte, ctes, outer, select.withClause.recursive);
    }
    if (select.larg) {
      const left = this.query(select.larg, ctes, outer);
      this.query(select.rarg, ctes, outer);
      return left;
    }
    const scope = { items: [], ctes, outer };
    const level = [scope, ...outer];
    for (const item of select.fromClause ?? []) {
      this.fromItem(item, scope, level);
    }
    const { targetList, whereClause, groupClause, havingClause, sortClause, windowClause, distinctClause } = select;
    this.expressions([targetList, whereClause, groupClause, havingClause], level);
    this.expressions([sortClause, windowClause, distinctClause, select.valuesLists, select.limitCount], level);
    return (targetList ?? []).flatMap(({ ResTarget: target }) => this.outputs(target, level));
  }

  cte(cte, ctes, outer, recursive) {
    const query = cte.ctequery.SelectStmt;
    if (!query) {
      return;
    }
    const names = texts(cte.aliascolnames);
    const renamed = (outputs) => outputs.map(([name, source], index) => [names[index] ?? name, source]);
    if (recursive && query.larg) {
      // The first part of a recursive query gives its columns; the second reads them.
      ctes.set(cte.ctename, renamed(this.query(query.larg, ctes, outer)));
    }
    ctes.set(cte.ctename, renamed(this.query(query, ctes, outer)));
  }

  fromItem(node, scope, level) {
    if (node.RangeVar) {
      scope.items.push(this.table(node.RangeVar, scope.ctes));
    } else if (node.RangeSubselect) {
      const { subquery, alias, lateral } = node.RangeSubselect;
      const outputs = this.query(subquery.SelectStmt, scope.ctes, lateral ? level : scope.outer);
      const names = texts(alias?.colnames);
      scope.items.push({
        alias: alias?.aliasname,
        columns: new Map(outputs.map(([name, source], index) => [names[index] ?? name, source])),
      });
    } else if (node.RangeFunction) {
      const { alias, functions } = node.RangeFunction;
      this.expressions([functions], level);
      const names = [alias?.aliasname, ...texts(alias?.colnames)].filter(Boolean);
      scope.items.push({ alias: alias?.aliasname, columns: new Map(names.map((name) => [name, null])) });
    } else if (node.JoinExpr) {
      this.join(node.JoinExpr, scope, level);
    }
  }

  join({ larg, rarg, usingClause, isNatural, quals }, scope, level) {
    const start = scope.items.length;
    this.fromItem(larg, scope, level);
    const middle = scope.items.length;
    this.fromItem(rarg, scope, level);
    const left = scope.items.slice(start, middle);
    const right = scope.items.slice(middle);
    const namesOf = (items) => items.flatMap(({ columns }) => [...columns.keys()]);
    const shared = isNatural ? namesOf(left).filter((name) => namesOf(right).includes(name)) : texts(usingClause);
    for (const name of shared) {
      const [a, b] = [left, right].map((items) => items.find(({ columns }) => columns.has(name))?.columns.get(name));
      [a, b].filter(Boolean).forEach((column) => this.facts.columns.add(column));
      addJoin(this.facts, a, b);
    }
    this.expressions([quals], level);
  }

  table({ schemaname, relname, alias }, ctes) {
    const name = alias?.aliasname ?? relname;
    const cte = schemaname ? undefined : ctes.get(relname);
    if (cte) {
      return { alias: name, columns: new Map(cte) };
    }
    const id = this.relations.find(schemaname, relname);
    this.facts.tables.add(id ?? `${schemaname ?? '?'}.${relname}`);
    const columns = [...(this.relations.columns.get(id) ?? [])].map((column) => [column, `${id}.${column}`]);
    return { alias: name, columns: new Map(columns) };
  }

  outputs(target, level) {
    const value = target.val;
    const names = texts(value.ColumnRef?.fields);
    if (names.at(-1) === '*') {
      const items = level[0].items.filter(({ alias }) => names.length === 1 || alias === names.at(-2));
      return items.flatMap(({ columns }) => [...columns]);
    }
    const source = this.sourceOf(value, level);
    return [[target.name ?? names.at(-1) ?? texts(value.FuncCall?.funcname).at(-1) ?? '', source]];
  }

  /** @returns {string | null} the base column that an expression shows unchanged, casts aside */
  sourceOf(node, level) {
    if (node?.TypeCast) {
      return this.sourceOf(node.TypeCast.arg, level);
    }
    if (node?.SubLink?.subLinkType === 'EXPR_SUBLINK') {
      return this.query(node.SubLink.subselect.SelectStmt, level[0].ctes, level)[0]?.[1] ?? null;
    }
    const names = texts(node?.ColumnRef?.fields);
    return names.length === 0 || names.at(-1) === '*' ? null : this.resolve(names, level);
  }

  resolve(names, level) {
    const column = names.at(-1);
    const qualifier = names.at(-2);
    for (const { items } of level) {
      const item = items.find(({ alias, columns }) => (!qualifier || alias === qualifier) && columns.has(column));
      if (item) {
        return item.columns.get(column);
      }
    }
    return null;
  }

  expressions(nodes, level) {
    for (const node of nodes.flat()) {
      this.expression(node, level);
    }
  }

  expression(node, level) {
    if (typeof node !== 'object' || node === null) {
      return;
    }
    if (Array.isArray(node)) {
      this.expressions(node, level);
    } else if (node.ColumnRef) {
      this.columnsOf(texts(node.ColumnRef.fields), level).forEach((column) => this.facts.columns.add(column));
    } else if (node.SubLink) {
      this.subquery(node.SubLink, level);
    } else {
      this.equality(node.A_Expr, level);
      this.expressions(Object.values(node), level);
    }
  }

  /** A star asks for no column by name: `count(*)`, `select *`. */
  columnsOf(names, level) {
    const source = names.at(-1) === '*' ? null : this.resolve(names, level);
    return source ? [source] : [];
  }

  equality(node, level) {
    if (!node || !['=', 'IN'].includes(texts(node.name)[0]) || Array.isArray(node.rexpr)) {
      return;
    }
    const [left, right] = [node.lexpr, node.rexpr].map((side) => side?.RowExpr?.args ?? [side]);
    left.forEach((side, index) => {
      addJoin(this.facts, this.sourceOf(side, level), this.sourceOf(right[index], level));
    });
  }

  /** `a IN (SELECT b …)` is a join condition too. */
  subquery({ subLinkType, testexpr, subselect }, level) {
    const outputs = this.query(subselect.SelectStmt, level[0].ctes, level);
    this.expression(testexpr, level);
    if (subLinkType === 'ANY_SUBLINK' || subLinkType === 'ALL_SUBLINK') {
      const sides = testexpr?.RowExpr?.args ?? [testexpr];
      sides.forEach((side, index) => addJoin(this.facts, this.sourceOf(side, level), outputs[index]?.[1]));
    }
  }
}
