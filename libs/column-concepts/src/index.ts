export { LABELS, QUANTITIES, type Concept } from './concept.js';
export { conceptOf, nameConcept, type Named } from './concept-of.js';
export { columnWords, columnWordsByName, commentLabel, isChinese, nameWords } from './words.js';
export { isKnownWord } from './vocabulary.js';
export { splitGlued } from './split-glued.js';
