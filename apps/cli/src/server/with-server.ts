import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '#libs/config';
import { ApiClient } from '../api-client.js';
import { reportFailure } from '../report-failure.js';
import { startServiceProcess, type ServiceProcess } from '../service-processes.js';
import type { Session } from '../session.js';

/** Runs work against the server of a call, and reports a failure. */
export type OnServer = (work: (client: ApiClient) => Promise<void>) => Promise<void>;

export function onServer(session: Session): OnServer {
  return (work) => reportFailure(() => withServer(session, work), session);
}

/** Runs a command against the server of this call; with `--local` against one that lives as long as the command. */
export async function withServer(session: Session, work: (client: ApiClient) => Promise<void>): Promise<void> {
  if (!session.local) {
    const noteVersion = (version: string | null): void => {
      session.serverVersion = version;
    };
    return work(new ApiClient(session.url, session.key, session.language, noteVersion));
  }
  const { environment } = session;
  const key = randomBytes(24).toString('hex');
  const variables = {
    ...environment,
    HOST: '127.0.0.1',
    // The system gives a free port to the API itself: between a look and its use, another program could take it.
    PORT: '0',
    API_KEYS: [environment['API_KEYS'], key].filter(Boolean).join(','),
  };
  const logs = join(loadConfig(variables).dataDirectory, 'logs');
  const started: ServiceProcess[] = [];
  session.note({ zh: '正在启动 API 与 worker …', en: 'Starting an API and a worker …' });
  try {
    for (const role of ['api', 'worker'] as const) {
      started.push(await startServiceProcess(role, variables, logs));
    }
    const [url = ''] = await Promise.all(started.map(({ ready }) => ready));
    await work(new ApiClient(url, key, session.language));
  } finally {
    await Promise.all(started.map((service) => service.stop()));
  }
}
