export { pairedBootstrap, type BootstrapOptions, type Difference } from './paired-bootstrap.js';
export { wilson, type Share } from './wilson.js';
