export { AttemptLimit } from './attempt-limit.js';
export { hashApiKey } from './api-key.js';
export { AccessModule } from './access.module.js';
export { ApiKeyRepository, type NewApiKey } from './api-key.repository.js';
export { AuditLog, type NewAuditEntry } from './audit-log.service.js';
export { accessErrors } from './errors.js';
export { ANYBODY, KeyRing, type Principal } from './key-ring.js';
export { RequestAllowance, type Spent } from './request-allowance.js';
export { allows } from './scopes.js';
