export { hasUrlPassword, redactSecrets } from './redact-secrets.js';
