import { writeFile } from 'node:fs/promises';
import { describeApi } from './openapi/describe-api.js';

const [, , file = 'docs/openapi.json'] = process.argv;
await writeFile(file, `${JSON.stringify(await describeApi(), null, 2)}\n`);
process.exit(0);
