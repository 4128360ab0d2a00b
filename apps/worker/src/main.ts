import { runWorker } from './run-worker.js';

await runWorker({ variables: process.env, args: process.argv.slice(2) });
