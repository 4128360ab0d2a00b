export { maskValue } from './mask-value.js';
export { holdsSensitiveText } from './personal-text.js';
export { redactLiterals, redactText } from './redact-text.js';
export type { SensitiveRule } from './rule.js';
export { RULES } from './rules.js';
export { secretsByName, sensitiveColumns } from './sensitive-columns.js';
export type { TextualColumn, TextualTable } from './table-context.js';
