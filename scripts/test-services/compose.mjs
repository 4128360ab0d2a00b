import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { runCommand } from '../run-command.mjs';

const COMPOSE_FILE = fileURLToPath(new URL('../../test/services.compose.yml', import.meta.url));

/** @returns {Promise<boolean>} whether there is a Docker daemon and its compose plugin */
export async function canUseCompose() {
  const plugin = await runCommand('docker', ['compose', 'version'], { tolerate: true });
  return plugin.code === 0 && (await runCommand('docker', ['info'], { tolerate: true })).code === 0;
}

/**
 * PostgreSQL with pgvector and Redis as containers, on ports that Docker chooses on the loopback.
 * @returns {Promise<{ databaseUrl: string, redisUrl: string, stop(): Promise<void> }>}
 */
export async function startComposeServices() {
  const compose = (...args) =>
    runCommand('docker', ['compose', '-p', `data-pipeline-test-${process.pid}`, '-f', COMPOSE_FILE, ...args]);
  const stop = async () => {
    await compose('down', '--volumes', '--timeout', '5');
  };
  try {
    await compose('up', '--detach', '--wait');
    const addressOf = async (service, port) => (await compose('port', service, port)).output.trim();
    return {
      databaseUrl: `postgres://postgres@${await addressOf('postgres', '5432')}/postgres`,
      redisUrl: `redis://${await addressOf('redis', '6379')}`,
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
