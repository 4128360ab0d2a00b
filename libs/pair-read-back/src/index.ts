export { hasIntent, readBack, type ReadBack } from './read-back.js';
export type { ValuesOf } from './question/rules/values.js';
