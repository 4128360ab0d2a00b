export { pairReviewErrors } from './errors.js';
export { LAPSE_CODES, type Lapse } from './fingerprint.js';
export { neighboursOf, type Neighbour } from './neighbours.js';
export { PairPreviewService, type PairPreview } from './pair-preview.service.js';
export { PairReviewModule } from './pair-review.module.js';
export { PairReviewService, type PairChange } from './pair-review.service.js';
export {
  countBy,
  matches,
  pageOf,
  PAIR_ORDERS,
  type PairFilter,
  type PairOrder,
  type RankedPair,
} from './pair-search.js';
export { RetrievedPairs } from './retrieved-pairs.js';
export { replacedTexts } from './review-rows.js';
export { RISKS, type Risk } from './risk.js';
export { SchemaFacts } from './schema-facts.js';
export { spotCheck, type SpotCheck } from './spot-check.js';
export { TaskPairs, type ReviewsOf } from './task-pairs.js';
export { NO_REVIEWS, TaskReviews, type PairState } from './task-reviews.js';
