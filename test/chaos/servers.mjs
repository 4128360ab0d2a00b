import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, startRedis } from '../../scripts/test-services/local-servers.mjs';
import { ensurePrograms } from '../../scripts/test-services.mjs';

/** A commit that was answered is there after a crash of the server, as it is where the product runs. */
const AS_IN_PRODUCTION = { synchronous_commit: 'on' };

/**
 * A PostgreSQL and a Redis of the suite's own, which it may kill.
 * @param {(line: string) => void} say
 */
export async function startServers(say) {
  const programs = await ensurePrograms({ postgres: true, redis: true }, say);
  if (!programs) {
    throw new Error(
      'The suite kills and restarts its own servers: it needs the programs of PostgreSQL with pgvector and of Redis. ' +
        'Install them, or run as root on Debian or Ubuntu, where they are installed.',
    );
  }
  // Each in a folder of its own: PostgreSQL's belongs to another user.
  const [postgresFolder, redisFolder] = await Promise.all(['postgres', 'redis'].map(newFolder));
  const [postgres, redis] = await Promise.all([
    startPostgres(programs.postgres, postgresFolder, AS_IN_PRODUCTION),
    startRedis(programs.redis, redisFolder),
  ]);
  return {
    postgres: restartable(postgres, 'SIGQUIT', postgresFolder),
    redis: restartable(redis, 'SIGKILL', redisFolder),
  };
}

const newFolder = (name) => mkdtemp(join(tmpdir(), `data-pipeline-chaos-${name}-`));

/**
 * @param {NodeJS.Signals} crash the signal after which the server ends at once, without a word to its clients
 * @param {string} folder of its files; removed when it is stopped
 */
function restartable(started, crash, folder) {
  let server = started;
  const end = async (signal) => {
    const exited = once(server.child, 'exit');
    server.child.kill(signal);
    await exited;
  };
  return {
    url: started.url,
    crash: () => end(crash),
    startAgain: async () => {
      server = await server.startAgain();
    },
    pause: () => server.child.kill('SIGSTOP'),
    resume: () => server.child.kill('SIGCONT'),
    stop: async () => {
      if (server.child.exitCode === null && server.child.signalCode === null) {
        await end('SIGINT');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
