import type { Command } from 'commander';
import { productVersion } from '#libs/product-version';
import type { ApiClient } from './api-client.js';
import { exitCodeOf, EXIT } from './exit-codes.js';
import { reportFailure } from './report-failure.js';
import { withServer } from './server/with-server.js';
import type { Session } from './session.js';

/** `version`: of this program, and of the server where one answers. */
export function addVersionCommand(program: Command, session: Session): void {
  program
    .command('version')
    .description(session.text({ zh: '本命令行与服务器的版本', en: 'the versions of this program and of the server' }))
    .action(() =>
      reportFailure(
        () =>
          withServer(session, async (client) => {
            const versions = {
              cli: productVersion(),
              node: process.versions.node,
              server: await serverVersion(client),
            };
            session.result(versions, () => {
              const none = session.text({ zh: '未连接', en: 'not reachable' });
              console.log(`data-pipeline ${versions.cli} (Node ${versions.node})`);
              console.log(`${client.baseUrl}: ${versions.server ?? none}`);
            });
          }),
        session,
      ),
    );
}

/** Null where no server answers. A server before 0.2 has no version in its answer. */
export async function serverVersion(client: ApiClient): Promise<string | null> {
  try {
    const { data } = await client.reached((api) => api.GET('/health/live'));
    return data?.version ?? null;
  } catch (error) {
    if (exitCodeOf(error) === EXIT.unreachable) {
      return null;
    }
    throw error;
  }
}
