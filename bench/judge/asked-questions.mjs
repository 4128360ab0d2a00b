/** Judges what a prompt gives for a question: sufficiency by arms, and the likeness of its pairs to the gold statement. */
import { operatorsOf } from './operators.mjs';
import { queryFacts } from './query-facts.mjs';
import { factsOfDdl, factsOfDocument, factsOfPair, isSufficient, missingFrom } from './sufficiency.mjs';

export const ARMS = ['ddl', 'documents', 'pairs'];

const equal = (a, b) => a.size === b.size && [...a].every((member) => b.has(member));
const lacking = ({ tables, columns, joins }) => tables.length + columns.length + joins.length;

export class AskedQuestions {
  pieces = new Map();

  constructor(relations) {
    this.relations = relations;
  }

  /**
   * @param {{ db: string, gold: string[], places?: Map<string, string> }} question
   * @param {{ ddl: string[], documentation: string[], sql: { question: string, sql: string }[] }} prompt
   */
  async judge({ db, gold, places }, { ddl, documentation, sql, length }) {
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
    const pairs = await this.likeness(golds, gold, sql, facts.pairs);
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

  /** @returns whether any pair, and the first, has the tables, the operators, and both, of a gold statement */
  async likeness(golds, statements, sql, facts) {
    const operators = await Promise.all(statements.map(operatorsOf));
    const pairs = await Promise.all(
      sql.map(async (pair, index) => {
        const own = await operatorsOf(pair.sql);
        const like = golds.map(({ tables }, gold) => ({
          tables: equal(tables, facts[index].tables),
          operators: equal(operators[gold].coarse, own.coarse),
          fine: equal(operators[gold].fine, own.fine),
        }));
        const isLike = (...parts) => like.some((found) => parts.every((part) => found[part]));
        return {
          tables: isLike('tables'),
          operators: isLike('operators'),
          fine: isLike('fine'),
          both: isLike('tables', 'operators'),
        };
      }),
    );
    const any = (of) => pairs.some((pair) => pair[of]);
    return {
      tables: any('tables'),
      operators: any('operators'),
      fine: any('fine'),
      both: any('both'),
      first: pairs[0],
    };
  }

  /** Gold statements name the tables of their own database; in a store of several these are elsewhere. */
  goldFacts(statement, db, places) {
    return queryFacts(statement, places ? placed(this.relations, db, places) : this.relations);
  }
}

/** The relations with the names that the statements of one database use, found at their place. */
function placed(relations, db, places) {
  return {
    columns: relations.columns,
    find(schema, name) {
      const own = [...places].filter(([key]) => key.startsWith(`${db}.`));
      const wanted = schema ? own.filter(([key]) => key === `${db}.${schema}`) : own;
      return wanted.map(([, place]) => `${place}.${name}`).find((id) => relations.columns.has(id));
    },
  };
}
