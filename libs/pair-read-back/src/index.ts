export { namedFigures, type NamedFigure } from './question/named-figures.js';
export { hasIntent, readBack, type ReadBack } from './read-back.js';
export type { ValuesOf } from './question/rules/values.js';
