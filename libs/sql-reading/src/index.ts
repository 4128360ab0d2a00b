export { compareReadings, SLOTS, type Slot, type SlotDifference } from './compare/compare-readings.js';
export {
  measureText,
  readingOf,
  readingRecord,
  type Condition,
  type Measure,
  type Period,
  type Reading,
} from './reading.js';
export { readStatement, readTree } from './read-statement.js';
