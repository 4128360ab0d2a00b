export type { Name } from './name.js';
export { commentLabel, isChinese, type CommentLabel } from './comment.js';
export { identifierWords } from './identifier-words.js';
export { pluralWord, singularWord } from './inflection.js';
export { measureWordOf } from './measure-words.js';
export { nameOf, type Named } from './name-of.js';
export { SchemaNames, type TableToName } from './schema-names.js';
export { chineseFor, toEnglish } from './translate.js';
export { deedNoun } from './deed-nouns.js';
