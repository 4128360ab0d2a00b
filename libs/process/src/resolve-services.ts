import { ConfigurationError, type AppConfig, type ResolvedConfig } from '#libs/config';
import { migrationState, runMigrations, searchesOwnSchema } from '#libs/database';
import { acquireEmbeddedServices } from '#libs/embedded';
import { operatorCommand } from '#libs/operator-command';
import { productVersion } from '#libs/product-version';
import { describeConnection, translatePostgresError } from '#libs/postgres';

export interface ResolvedServices {
  readonly config: ResolvedConfig;
  /** Gives the embedded services back; nothing happens when there are none. */
  release(): Promise<void>;
}

/** Fills the addresses that the environment leaves open with embedded services, and sees that the task tables exist. */
export async function resolveServices(config: AppConfig): Promise<ResolvedServices> {
  const services = await addressServices(config);
  try {
    await prepareTaskTables(services.config.databaseUrl, config.databaseUrl === null);
    await refuseHiddenTables(services.config);
    return services;
  } catch (error) {
    await services.release();
    throw error;
  }
}

/** The addresses alone; nothing is asked whether it can be used. */
export async function addressServices(config: AppConfig): Promise<ResolvedServices> {
  const needs = {
    tasks: config.databaseUrl === null || config.queueUrl === null,
    sample: config.businessDatabaseUrl === null,
    vector: config.vectorDatabaseUrl === null,
  };
  const embedded =
    needs.tasks || needs.sample || needs.vector
      ? await acquireEmbeddedServices({ directory: config.dataDirectory, needs })
      : null;
  const resolved: ResolvedConfig = {
    ...config,
    databaseUrl: config.databaseUrl ?? required(embedded?.tasksUrl),
    queueUrl: config.queueUrl ?? required(embedded?.queueUrl),
    businessDatabaseUrl: config.businessDatabaseUrl ?? required(embedded?.businessUrl),
    vectorDatabaseUrl: config.vectorDatabaseUrl ?? required(embedded?.vectorUrl),
    embedded: { tasks: config.databaseUrl === null, business: needs.sample },
  };
  return { config: resolved, release: async () => embedded?.release() };
}

/**
 * Embedded tables are ours to migrate; a configured database is migrated by the operator's command only. A process that
 * is older than the tables does not start: it would write what the newer ones cannot read.
 */
export async function prepareTaskTables(url: string, embedded: boolean): Promise<void> {
  try {
    const { pending, newer } = await migrationState(url);
    if (newer.length > 0) {
      throw tablesProblem(
        `the task tables of ${describeConnection(url)} were migrated by a newer version (${newer.join(', ')}); this one is ${productVersion()}: start the newer version, on all machines`,
      );
    }
    if (embedded) {
      await runMigrations(url);
    } else if (pending.length > 0) {
      throw tablesProblem(
        `${describeConnection(url)} has no or old task tables: run "${operatorCommand('migrate')}" first`,
      );
    }
  } catch (error) {
    throw translatePostgresError(error, describeConnection(url));
  }
}

function tablesProblem(message: string): ConfigurationError {
  return new ConfigurationError([{ variable: 'DATABASE_URL', message }]);
}

/**
 * A queue on PostgreSQL has a schema of its own. PostgreSQL searches a schema with the name of the role before `public`:
 * task tables that are there would no longer be found.
 */
async function refuseHiddenTables({ databaseUrl, queueUrl, queuePrefix }: ResolvedConfig): Promise<void> {
  if (/^postgres(ql)?:/.test(queueUrl) && (await searchesOwnSchema(databaseUrl, queuePrefix))) {
    throw new ConfigurationError([
      {
        variable: 'QUEUE_PREFIX',
        message: `expected another name than ${queuePrefix}: a schema with the name of the database role hides the task tables in the schema public. Set it to ${queuePrefix}_queue, for example`,
      },
    ]);
  }
}

function required(url: string | undefined): string {
  if (url === undefined) {
    throw new Error('the embedded services did not give an address that was asked for');
  }
  return url;
}
