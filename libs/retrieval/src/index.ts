export { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, BuiltInEmbedder } from './built-in-embedder.js';
export { LexicalIndex, type IndexedText, type LexicalHit } from './lexical-index.js';
export { fuseRanks, LEXICAL_WEIGHT, RANK_CONSTANT, type FusedHit } from './rank-fusion.js';
export { searchWords, type PlacedWord } from './search-words.js';
export { builtInTerms, LexicalTerms, type TermVariant } from './lexical-terms.js';
