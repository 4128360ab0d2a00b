/** `npm run openapi`: writes docs/openapi.json from the built API, and the types of the TypeScript client from that. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { ensureBuilt } from './build.mjs';
import { ROOT, pinnedNode } from './installation.mjs';
import { runCommand } from './run-command.mjs';

const DOCUMENT = join(ROOT, 'docs/openapi.json');
const SCHEMA = join(ROOT, 'clients/typescript/src/schema.ts');
const say = (line) => console.error(`openapi: ${line}`);

await ensureBuilt(say);
await runCommand(pinnedNode(), [join(ROOT, 'dist/apps/api/src/write-openapi.js'), DOCUMENT], { cwd: ROOT });
// A field with a default may be left out of a request.
const types = astToString(await openapiTS(pathToFileURL(DOCUMENT), { defaultNonNullable: false }));
const banner = '// Made by `npm run openapi` from docs/openapi.json. Do not edit.\n\n';
await writeFile(SCHEMA, banner + types);
say(`${Object.keys(JSON.parse(await readFile(DOCUMENT, 'utf8')).paths).length} paths`);
