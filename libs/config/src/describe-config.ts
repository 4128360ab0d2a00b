import { redactSecrets } from '#libs/redaction';
import { environmentSchema, SECRET_VARIABLES, type EnvironmentVariable } from './variables.js';

/**
 * The variables of the environment that the product knows and that are set, for the start-up log.
 * URLs keep host and database but lose the password; other secrets are shown as `***`.
 */
export function describeEnvironment(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const described: Record<string, string> = {};
  for (const name of Object.keys(environmentSchema.shape) as EnvironmentVariable[]) {
    const value = variables[name];
    if (value === undefined || value === '') {
      continue;
    }
    const isUrl = name.endsWith('_URL');
    described[name] = SECRET_VARIABLES.includes(name) && !isUrl ? '***' : redactSecrets(value);
  }
  return described;
}
