export {
  DomainError,
  defineErrors,
  errorText,
  type ErrorDefinition,
  type ErrorKind,
  type Language,
} from './domain-error.js';
