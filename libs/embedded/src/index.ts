export { acquireEmbeddedServices } from './acquire-embedded-services.js';
export type { EmbeddedNeeds, EmbeddedServices } from './control-protocol.js';
export { embeddedErrors } from './errors.js';
