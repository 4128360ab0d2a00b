export { secretErrors } from './errors.js';
export { openSecretBox } from './open-secret-box.js';
export { SecretBox } from './secret-box.js';
