import { aggregateMutations } from './aggregates.js';
import { boundaryMutations } from './boundaries.js';
import { conditionMutations, type IsSoftDelete } from './conditions.js';
import { distinctMutations, joinMutations, limitMutations, orderMutations } from './forms.js';
import type { Mutation } from './mutation.js';

/** All mutations of a statement, those that matter most first. */
export function mutationsOf(tree: unknown, isSoftDelete: IsSoftDelete): Mutation[] {
  return [
    ...conditionMutations(tree, isSoftDelete),
    ...boundaryMutations(tree),
    ...aggregateMutations(tree),
    ...limitMutations(tree),
    ...orderMutations(tree),
    ...distinctMutations(tree),
    ...joinMutations(tree),
  ];
}
