export { awkwardness, bestRead, TOO_AWKWARD } from './awkward/awkwardness.js';
export { candidateOf, type Candidate } from './candidate.js';
export type { Check } from './checks.js';
export { allOf, conjuncts, leavesOf } from './conditions.js';
export { ALL_FAMILIES } from './families/all-families.js';
export { isPeople } from './families/people.js';
export type { Composed, Family, Proposal } from './families/family.js';
export { SubjectParts } from './families/subject-parts.js';
export {
  intentOf,
  type Aggregation,
  type Bucket,
  type Comparator,
  type Comparison,
  type Condition,
  type Dimension,
  type FieldRef,
  type Having,
  type Intent,
  type Junction,
  type Leaf,
  type Measure,
  type MetricRef,
  type Order,
  type Path,
  type Period,
  type Quantity,
  type Step,
  type Value,
} from './intent.js';
export { operatorsOf } from './operators.js';
export { fansOut, fieldRef, metricRef, stepIn, stepOut, stepsIn, stepsOut } from './paths.js';
export { inOtherValues } from './other-values.js';
export { propose, proposeFor, type ProposeOptions } from './propose.js';
export { rewordingsOf, type Rewordings } from './rewordings.js';
export { skeletonOf } from './skeleton.js';
export { joinCondition } from './sql/join-condition.js';
export { renderIntent, type Rendered } from './sql/render-intent.js';
export { joinId } from './sql/used.js';
export { phrase, phrases } from './words/phrase.js';
