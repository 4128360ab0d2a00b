export { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, BuiltInEmbedder } from './built-in-embedder.js';
export { searchWords, type PlacedWord } from './search-words.js';
export { builtInTerms, LexicalTerms, type TermVariant } from './lexical-terms.js';
