export { readBack, type ReadBack } from './read-back.js';
