import { resolve } from 'node:path';
import { takeFolderLock } from '#libs/data-directory';
import { createFolder, embeddedFolder } from '../embedded-folder.js';
import { ANOTHER_HOST_RUNS } from '../spawn-host.js';
import { serveLeases } from './control-server.js';
import { EmbeddedDatabases } from './embedded-databases.js';
import { startLog } from './host-log.js';

/**
 * The host process: runs the embedded databases of one directory for as long as a client holds a lease on them.
 * Usage: `node main.js DIRECTORY`; started by `acquireEmbeddedServices`, its output goes to `.embedded/host.log`.
 */
const directory = process.argv[2];
if (!directory) {
  throw new Error('usage: node main.js DIRECTORY');
}
const folder = embeddedFolder(resolve(directory));
await createFolder(folder);
if (!(await takeFolderLock(folder.root, 'embedded'))) {
  process.exit(ANOTHER_HOST_RUNS);
}
const log = await startLog(folder);
const databases = new EmbeddedDatabases(folder, log);
const leases = await serveLeases({ folder, databases, log });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => leases.end(`signal ${signal}`));
}
process.exit(await leases.ended);
