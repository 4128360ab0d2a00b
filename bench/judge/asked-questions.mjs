/** Judges what a prompt gives for a question: sufficiency by arms, and the likeness of its pairs to the gold statement. */
import { factsOfDdl, factsOfDocument, factsOfPair, isSufficient, missingFrom, queryFacts } from '#libs/evaluation';
import { operatorsOf } from './operators.mjs';

export const ARMS = ['ddl', 'documents', 'pairs'];

const equal = (a, b) => a.size === b.size && [...a].every((member) => b.has(member));
const anyOf = (pairs) =>
  Object.fromEntries(['tables', 'operators', 'fine', 'both'].map((part) => [part, pairs.some((pair) => pair[part])]));
const lacking = ({ tables, columns, joins }) => tables.length + columns.length + joins.length;

export class AskedQuestions {
  pieces = new Map();
  operators = new Map();

  constructor(relations) {
    this.relations = relations;
  }

  /**
   * @param {{ db: string, gold: string[], places?: Map<string, string> }} question
   * @param {{ ddl: string[], documentation: string[], sql: { question: string, sql: string }[] }} prompt
   * @param {readonly { sql: string }[]} allPairs those of the store: the best that retrieval could find
   */
  async judge({ db, gold, places }, { ddl, documentation, sql, length }, allPairs) {
    const golds = await Promise.all(gold.map((statement) => this.goldFacts(statement, db, places)));
    const facts = {
      ddl: await this.factsOf(ddl, factsOfDdl),
      documents: await this.factsOf(documentation, factsOfDocument),
      pairs: await this.factsOf(
        sql.map((pair) => pair.sql),
        factsOfPair,
      ),
    };
    const held = [];
    const missing = {};
    for (const arm of ARMS) {
      held.push(...facts[arm]);
      // The gold statement that lacks least speaks for the question.
      missing[arm] = golds.map((facts) => missingFrom(facts, held)).sort((a, b) => lacking(a) - lacking(b))[0];
    }
    const sufficient = Object.fromEntries(ARMS.map((arm) => [arm, isSufficient(missing[arm])]));
    const found = await this.likeness(golds, gold, sql);
    const pairs = { ...anyOf(found), first: found[0], inStore: anyOf(await this.likeness(golds, gold, allPairs)) };
    return { sufficient, missing: missing.pairs, joins: golds[0].joins.size, length, pairs, top: sql };
  }

  async factsOf(texts, read) {
    const facts = texts.map(async (text) => {
      const known = this.pieces.get(text) ?? (await read(text, this.relations));
      this.pieces.set(text, known);
      return known;
    });
    return Promise.all(facts);
  }

  /** @returns for each pair whether it has the tables and the operators of a gold statement */
  async likeness(golds, statements, pairs) {
    const operators = await Promise.all(statements.map((sql) => this.operatorsOf(sql)));
    const facts = await this.factsOf(
      pairs.map(({ sql }) => sql),
      factsOfPair,
    );
    const own = await Promise.all(pairs.map(({ sql }) => this.operatorsOf(sql)));
    return pairs.map((_pair, index) => {
      const like = golds.map(({ tables }, gold) => ({
        tables: equal(tables, facts[index].tables),
        operators: equal(operators[gold].coarse, own[index].coarse),
        fine: equal(operators[gold].fine, own[index].fine),
      }));
      const isLike = (...parts) => like.some((found) => parts.every((part) => found[part]));
      return {
        tables: isLike('tables'),
        operators: isLike('operators'),
        fine: isLike('fine'),
        both: isLike('tables', 'operators'),
      };
    });
  }

  async operatorsOf(sql) {
    const known = this.operators.get(sql) ?? (await operatorsOf(sql));
    this.operators.set(sql, known);
    return known;
  }

  /** Gold statements name the tables of their own database; in a store of several these are elsewhere. */
  goldFacts(statement, db, places) {
    return queryFacts(statement, places ? placed(this.relations, db, places) : this.relations);
  }
}

/** The relations with the names that the statements of one database use, found at their place. */
function placed(relations, db, places) {
  return {
    columnsOf: (table) => relations.columnsOf(table),
    find(schema, name) {
      const own = [...places].filter(([key]) => key.startsWith(`${db}.`));
      const wanted = schema ? own.filter(([key]) => key === `${db}.${schema}`) : own;
      return wanted.map(([, place]) => `${place}.${name}`).find((id) => relations.columns.has(id));
    },
  };
}
