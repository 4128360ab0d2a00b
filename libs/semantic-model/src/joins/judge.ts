import { relationName, type RelationProfile } from '#libs/catalog';
import type { Evidence } from '../model.js';
import type { Candidate } from './candidate.js';
import type { Containment } from './containment.js';
import { FACT } from './join.js';
import { messages } from './messages.js';
import { EXACT } from './table-matches.js';

/** A candidate with what is known about it. */
export interface Judged {
  readonly candidate: Candidate;
  readonly contained: Containment | null;
  readonly verdict: 'proven' | 'partly' | 'unproven' | 'refuted';
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** Share of the sampled values that must exist in the target; a few orphans are normal without a constraint. */
const CONTAINED = 0.98;
/** For the exact name of a table: rows that were deleted, parts of a database. */
const MOSTLY = 0.9;
const PARTLY = 0.5;
/** Whole numbers below it are contained in every table that counts its rows from 1. */
const SMALL_NUMBER = 1000;
const MANY_VALUES = 10;
const FEW_VALUES = 3;
/** Without rows, the confidence is this part of that of the name. */
const UNPROVEN = 0.85;
const UNPROVEN_WITH_ROWS = 0.8;
const EXACT_NAME = EXACT - 0.02;
const PARTLY_PROVEN = 0.72;

/** Judges one candidate by its rows; @param provenKey the referenced column is distinct. */
export function judge(
  candidate: Candidate,
  contained: Containment | null,
  provenKey: boolean,
  targetRows: number | null,
): Judged {
  const verdict = provenKey ? verdictOf(candidate, contained, targetRows) : 'refuted';
  const confidence = confidenceOf(candidate, contained, verdict);
  return { candidate, contained, verdict, confidence, evidence: evidenceOf(candidate, contained, verdict, confidence) };
}

function verdictOf(candidate: Candidate, contained: Containment | null, targetRows: number | null): Judged['verdict'] {
  if (contained === null || contained.seen === 0) {
    return 'unproven';
  }
  const { seen, matched, rows, matchedRows } = contained;
  const share = Math.max(matched / seen, rows === 0 ? 0 : matchedRows / rows);
  const isExact = candidate.score >= EXACT_NAME;
  if (matched >= CONTAINED * seen || (candidate.score >= 0.84 && share >= MOSTLY && seen >= FEW_VALUES)) {
    return 'proven';
  }
  if (matched === 0 && targetRows === 0) {
    return 'unproven';
  }
  return isExact && share >= PARTLY ? 'partly' : 'refuted';
}

/** How much containment says: many values, and values that other tables do not have. */
function strengthOf({ columns }: Candidate, { matched, most, longest }: Containment): number {
  if (matched < FEW_VALUES) {
    return 0.2;
  }
  const isSpecific = most === null ? (longest ?? 0) >= 3 || columns.length > 1 : most >= SMALL_NUMBER;
  return isSpecific ? 0.7 : matched >= MANY_VALUES ? 0.5 : 0.3;
}

function confidenceOf(candidate: Candidate, contained: Containment | null, verdict: Judged['verdict']): number {
  const { score } = candidate;
  if (verdict === 'proven' && contained) {
    return round(score + (1 - score) * strengthOf(candidate, contained));
  }
  if (verdict === 'partly') {
    return PARTLY_PROVEN;
  }
  const part = contained && contained.seen > 0 ? UNPROVEN_WITH_ROWS : UNPROVEN;
  const confidence = verdict === 'refuted' ? 0 : score * part;
  return round(candidate.needsRows ? Math.min(confidence, FACT - 0.1) : confidence);
}

function round(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}

function evidenceOf(
  candidate: Candidate,
  contained: Containment | null,
  verdict: Judged['verdict'],
  confidence: number,
): Evidence[] {
  const name: Evidence = { source: candidate.source, confidence: candidate.score, because: candidate.because };
  if (contained === null) {
    return [name, { source: 'data', confidence: 0, because: messages.unreadable() }];
  }
  const { seen, matched } = contained;
  const table = relationName(candidate.to);
  const rows: Evidence =
    seen === 0
      ? { source: 'data', confidence: 0, because: messages.no_rows() }
      : {
          source: 'data',
          confidence: verdict === 'proven' || verdict === 'partly' ? confidence : 0,
          because: messages.contained({ seen, matched, table }),
        };
  return rows.confidence > name.confidence ? [rows, name] : [name, rows];
}

/** Rows of a relation as far as they are known. */
export function rowCountOf(
  candidate: Candidate,
  profiles: Pick<ReadonlyMap<string, RelationProfile>, 'get'>,
): number | null {
  return profiles.get(relationName(candidate.to))?.rowCount ?? candidate.to.rowEstimate;
}
