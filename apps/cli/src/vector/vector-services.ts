import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { InstallationModule } from '#libs/installation';
import { describeConnection } from '#libs/postgres';
import { resolveServices } from '#libs/process';
import {
  BackupCatalog,
  BackupCopies,
  BackupLocations,
  VectorOperationRunner,
  VectorOperationsService,
} from '#libs/vector-backup';
import type { Session } from '../session.js';

export interface VectorServices {
  readonly operations: VectorOperationsService;
  readonly runner: VectorOperationRunner;
  readonly locations: BackupLocations;
  readonly catalog: BackupCatalog;
  readonly copies: BackupCopies;
  readonly dataSource: DataSource;
  readonly config: ResolvedConfig;
}

@Module({})
class VectorCommandsModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: VectorCommandsModule,
      imports: [InstallationModule.forRoot(config, 'cli', 'producer')],
    };
  }
}

/** Runs a command on the services of this installation, in this process: neither the API nor a worker has to run. */
export async function withVectorServices(
  session: Session,
  command: (services: VectorServices) => Promise<void>,
): Promise<void> {
  const services = await resolveServices(loadConfig(session.environment));
  const { vectorDatabaseUrl, databaseUrl } = services.config;
  session.noteDatabases(describeConnection(vectorDatabaseUrl), describeConnection(databaseUrl));
  try {
    const app = await NestFactory.createApplicationContext(VectorCommandsModule.forRoot(services.config), {
      logger: ['error'],
      abortOnError: false,
    });
    try {
      await command({
        operations: app.get(VectorOperationsService),
        runner: app.get(VectorOperationRunner),
        locations: app.get(BackupLocations),
        catalog: app.get(BackupCatalog),
        copies: app.get(BackupCopies),
        dataSource: app.get(DataSource),
        config: services.config,
      });
    } finally {
      await app.close();
    }
  } finally {
    await services.release();
  }
}
