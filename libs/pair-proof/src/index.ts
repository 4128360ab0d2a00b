export { isSameResult, MOST_ROWS, type Digest } from './digests.js';
export { evidenceOf } from './evidence-of.js';
export { keyedRelation, type KeyedRelation } from './grain.js';
export { proofMessages } from './messages.js';
export { MUTANT_KINDS, type MutantKind } from './mutate/mutation.js';
export {
  livingMutants,
  undecidedMutants,
  unproven,
  vacuousConditions,
  type Fate,
  type Proof,
  type TriedMutant,
} from './proof.js';
export { Prover, type ProverOptions } from './prover.js';
export { PROOF_LIMITS, type ProofLimits, type ProofStatements } from './server-work.js';
export { variantsOf, type Mutant, type Variants } from './variants.js';
export { COPIES, type ProofCopies, type ProofCopy } from './trials-on-copies.js';
export { sameResults, type ProvenPair } from './same-results.js';
export { weaknessesOf } from './weaknesses.js';
