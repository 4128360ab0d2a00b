export { CopyRunner } from './copy-runner.js';
export { PerturbedCopies, type CopiedRelation, type CopiedRelations, type PerturbedCopy } from './perturbed-copies.js';
export { relationsToCopy } from './relations-to-copy.js';
