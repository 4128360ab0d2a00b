import { runApi } from './run-api.js';

await runApi({ variables: process.env, args: process.argv.slice(2) });
