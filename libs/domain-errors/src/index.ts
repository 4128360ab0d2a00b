export { connectionReason } from './connection-reason.js';
export {
  DomainError,
  defineErrors,
  errorMessage,
  errorText,
  isUserError,
  userErrorCodes,
  type ErrorDefinition,
  type ErrorKind,
} from './domain-error.js';
