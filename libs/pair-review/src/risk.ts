import { evidenceOf } from './pair-evidence.js';
import type { ReviewedPair } from './task-pairs.js';

/** Reasons to look at a pair, the weightiest first. */
export const RISKS = [
  'lapsed',
  'read_back_differs',
  'unproven',
  'living_mutants',
  'implausible',
  'vacuous_condition',
  'same_result',
  'made_by_model',
  'never_retrieved',
] as const;
export type Risk = (typeof RISKS)[number];

/** Questions that found their pair, by id; null while nothing is known about that. */
export type Retrieved = ReadonlySet<string> | null;

export function risksOf({ pair, review }: Pick<ReviewedPair, 'pair' | 'review'>, retrieved: Retrieved = null): Risk[] {
  const evidence = evidenceOf(pair);
  const holds: Readonly<Record<Risk, boolean>> = {
    lapsed: review.lapses.length > 0,
    read_back_differs: evidence?.read_back?.agrees === false,
    unproven: !evidence?.checked_at,
    living_mutants: (evidence?.mutants?.living.length ?? 0) > 0,
    implausible: evidence?.plausible?.ok === false,
    vacuous_condition: (evidence?.conditions?.vacuous.length ?? 0) > 0,
    same_result: (evidence?.same_result_as?.length ?? 0) > 0,
    made_by_model: pair.source === 'model',
    never_retrieved: retrieved !== null && !retrieved.has(pair.id),
  };
  return RISKS.filter((risk) => holds[risk]);
}

/** A heavier reason outweighs all lighter ones together. */
export function riskScore(risks: readonly Risk[]): number {
  return risks.reduce((score, risk) => score + 2 ** (RISKS.length - 1 - RISKS.indexOf(risk)), 0);
}
