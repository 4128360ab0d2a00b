export { GatheredWrites } from './gathered-writes.js';
export { SharedRun } from './shared-run.js';
