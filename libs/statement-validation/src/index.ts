export { isValid, type Attempt, type Problem } from './attempt.js';
export { validateStatement, type ValidationOptions } from './validate-statement.js';
