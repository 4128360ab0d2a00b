export { EvaluationStep } from './evaluation.step.js';
export { loadGate, type LoadGate } from './load-gate.js';
