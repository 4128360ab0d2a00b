import { startProcess, type ProcessInput } from '#libs/process';
import { createApi } from './create-api.js';

/** Starts the HTTP API on the services that the environment names. It ends on SIGINT and SIGTERM. */
export async function runApi(input: ProcessInput): Promise<void> {
  await startProcess('api', input, async ({ config, logger }) => {
    const app = await createApi(config, logger);
    await app.listen(config.port, config.host);
    const url = await app.getUrl();
    return { close: () => app.close(), ready: `listening on ${url}`, url };
  });
}
