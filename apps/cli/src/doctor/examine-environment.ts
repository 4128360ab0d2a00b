import { ConfigurationError, loadConfig, type AppConfig } from '#libs/config';
import { examine, problemsOf, type Check } from '#libs/doctor';
import { addressServices } from '#libs/process';

/** Examines the services that the environment names, and the embedded ones where it names none. */
export async function examineEnvironment(environment: NodeJS.ProcessEnv): Promise<Check[]> {
  let config: AppConfig;
  try {
    config = loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return problemsOf(error);
    }
    throw error;
  }
  const services = await addressServices(config);
  try {
    return await examine(services.config);
  } finally {
    await services.release();
  }
}
