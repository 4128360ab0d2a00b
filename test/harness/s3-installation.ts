import { startS3Server } from './s3-server.js';
import { createTestInstallation, type TestInstallation } from './test-config.js';

/** An installation with its files in a bucket of a server of its own. */
export async function createS3Installation(purpose: string): Promise<TestInstallation> {
  const server = await startS3Server();
  const installation = await createTestInstallation(purpose, 'postgres', {
    LEASE_SECONDS: '2',
    STORAGE_URL: server.urlOf(purpose),
    ...server.credentials,
  });
  return {
    ...installation,
    remove: async () => {
      await installation.remove();
      await server.stop();
    },
  };
}
