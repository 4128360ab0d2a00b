import type { Relation } from '#libs/catalog';
import type { Judged } from './judge.js';
import { FACT } from './join.js';

/** Candidates whose scores differ by less mean the same to a reader. */
const TIE = 0.012;
const MAX_HINTS = 3;
/** A table with fewer columns of its own only adds a detail to another one. */
const THING = 3;

export interface Chosen {
  readonly judged: Judged;
  readonly confidence: number;
}

/** The same join, less certain than a fact. */
export function asHint({ judged, confidence }: Chosen): Chosen {
  return { judged, confidence: Math.min(confidence, FACT - 0.05) };
}

/**
 * The join of one column: proven ones before others, then the better name. Of equals the nearer table is taken; where
 * none is nearer, all are hints.
 */
export function choose(judged: readonly Judged[], rowsOf: (relation: Relation) => number | null): Chosen[] {
  const proven = judged.filter(({ verdict }) => verdict === 'proven' || verdict === 'partly');
  const open = judged.filter(({ verdict }) => verdict === 'unproven');
  const best = byScore(proven)[0];
  const named = byScore(open)[0];
  // The exact name of an empty table says more than a weak name whose small numbers fit.
  const isNamedBetter = best && named && named.confidence >= FACT && best.candidate.score < named.candidate.score - 0.1;
  if (!best || isNamedBetter) {
    return named ? among(open, named, rowsOf) : [];
  }
  return among(proven, best, rowsOf);
}

function byScore(judged: readonly Judged[]): Judged[] {
  return judged.toSorted((a, b) => b.candidate.score - a.candidate.score || b.confidence - a.confidence);
}

function among(judged: readonly Judged[], best: Judged, rowsOf: (relation: Relation) => number | null): Chosen[] {
  const equal = judged.filter(({ candidate }) => candidate.score > best.candidate.score - TIE);
  const supertype = bare(best) ? smallest(judged, best, rowsOf) : null;
  const mayPrefer = best.candidate.source !== 'data';
  const chosen = supertype ?? (equal.length === 1 ? best : mayPrefer ? nearest(equal) : null);
  if (chosen) {
    return [{ judged: chosen, confidence: chosen.confidence }];
  }
  return equal.slice(0, MAX_HINTS).map((one) => asHint({ judged: one, confidence: one.confidence }));
}

/** The table holds nothing but its key and the software's own columns: people mean one of the tables that extend it. */
function bare(judged: Judged): boolean {
  return ownColumns(judged) === 0;
}

function ownColumns({ candidate: { to, toColumns } }: Judged): number {
  const technical = /guid|uuid|date|time|version|creat|updat|modif|delet/i;
  return to.columns.filter((column) => !toColumns.includes(column) && !technical.test(column.name)).length;
}

/** Of the tables with a key of the same name that hold all values: the smallest, which describes these rows best. */
function smallest(
  judged: readonly Judged[],
  best: Judged,
  rowsOf: (relation: Relation) => number | null,
): Judged | null {
  const key = best.candidate.toColumns[0]?.name;
  const same = judged.filter(({ candidate, verdict }) => candidate.toColumns[0]?.name === key && verdict === 'proven');
  const sized = same.flatMap((one) => {
    const rows = rowsOf(one.candidate.to);
    return rows === null || ownColumns(one) < THING ? [] : [{ one, rows }];
  });
  const [first] = sized.toSorted(
    (a, b) => a.rows - b.rows || b.one.candidate.to.columns.length - a.one.candidate.to.columns.length,
  );
  return first?.one ?? null;
}

/** The only one of the same schema, or with the longest common beginning of the name. */
function nearest(judged: readonly Judged[]): Judged | null {
  const sameSchema = judged.filter(({ candidate: { from, to } }) => from.schema === to.schema);
  const near = sameSchema.length > 0 ? sameSchema : judged;
  const common = near.map(({ candidate: { from, to } }) => commonLength(from.name, to.name));
  const most = Math.max(...common);
  const closest = near.filter((_, at) => common[at] === most);
  return closest.length === 1 ? (closest[0] ?? null) : null;
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length += 1;
  }
  return length;
}
