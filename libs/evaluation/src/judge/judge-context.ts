import { isSufficient, missingFrom, type MissingFacts } from '../facts/missing-facts.js';
import type { RetrievedContext } from '../types/arm.js';
import { RECALL_RANKS, type ArmResult, type RecallRank } from '../types/result.js';
import type { Gold } from './gold.js';
import type { Piece, PieceReader } from './piece-facts.js';

interface ReadContext {
  readonly ddl: readonly Piece[];
  readonly documents: readonly Piece[];
  readonly pairs: readonly Piece[];
}

interface Verdict {
  readonly gold: Gold;
  readonly missing: MissingFacts;
  readonly values: readonly string[];
}

/**
 * Judges what a context holds of what a question needs, without a model. Of several gold statements, the one that lacks
 * least speaks for the question.
 * @param golds at least one
 */
export async function judgeContext(
  question: string,
  golds: readonly Gold[],
  context: RetrievedContext,
  reader: PieceReader,
): Promise<ArmResult> {
  const read: ReadContext = {
    ddl: await Promise.all(context.ddl.map((text) => reader.ddl(text))),
    documents: await Promise.all(context.documentation.map((text) => reader.document(text))),
    pairs: await Promise.all(context.pairs.map((pair) => reader.pair(pair))),
  };
  const pieces = [...read.ddl, ...read.documents, ...read.pairs];
  const spelled = [question, context.text].map(plain);
  const verdicts = golds.map((gold): Verdict => {
    const missing = missingFrom(
      gold.facts,
      pieces.map(({ facts }) => facts),
    );
    const values = gold.values.filter((value) => !spelled.some((text) => text.includes(plain(value))));
    return { gold, missing, values };
  });
  const best = verdicts.toSorted((a, b) => lacking(a) - lacking(b))[0];
  if (best === undefined) {
    throw new Error('a question without a gold statement cannot be judged by it');
  }
  const { gold, missing, values } = best;
  const [firstPair] = read.pairs;
  const held = new Set(pieces.flatMap(({ facts }) => [...facts.columns]));
  const missingColumns = [...gold.facts.columns].filter((column) => !held.has(column));
  const skeletons = new Set(golds.map(({ skeleton }) => skeleton));
  const isLike = ({ skeleton }: Piece): boolean => skeleton !== null && skeletons.has(skeleton);
  return {
    sufficient: isSufficient(missing),
    tables: { gold: gold.facts.tables.size, missing: missing.tables },
    columns: { gold: gold.facts.columns.size, missing: missingColumns },
    joins: { gold: gold.facts.joins.size, missing: missing.joins },
    values: { gold: gold.values.length, missing: values },
    recall_at: recallOf(gold, read),
    skeleton: { first: firstPair !== undefined && isLike(firstPair), any: read.pairs.some(isLike) },
    tokens: pieces.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

function lacking({ missing: { tables, columns, joins }, values }: Verdict): number {
  // Values come last: a context without them can still lead to the statement.
  return tables.length + columns.length + joins.length + values.length / 1_000;
}

/** Share of the gold tables among the first k pieces of each kind. */
function recallOf({ facts }: Gold, { ddl, documents, pairs }: ReadContext): Record<RecallRank, number> {
  const recallAt = (rank: number): number => {
    const first = [ddl, documents, pairs].flatMap((pieces) => pieces.slice(0, rank));
    const tables = new Set(first.flatMap((piece) => [...piece.facts.tables]));
    const found = [...facts.tables].filter((table) => tables.has(table)).length;
    return facts.tables.size === 0 ? 1 : found / facts.tables.size;
  };
  return Object.fromEntries(RECALL_RANKS.map((rank) => [`${rank}`, recallAt(rank)])) as Record<RecallRank, number>;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
