import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResolvedConfig } from '#libs/config';
import { dataSourceOptions, type DatabaseLimits } from './data-source.js';
import { EmbeddingRepository } from './embedding.repository.js';
import { ModelLedgerRepository } from './model-ledger.repository.js';
import { TurnRepository } from './turn.repository.js';

/** The connection pool of the task tables. */
@Module({})
export class DatabaseModule {
  static forRoot(config: ResolvedConfig, applicationName: string, limits?: DatabaseLimits): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(config.databaseUrl, config.databasePoolSize, applicationName, limits),
          retryAttempts: 10,
          retryDelay: 1_000,
        }),
      ],
      providers: [EmbeddingRepository, ModelLedgerRepository, TurnRepository],
      exports: [EmbeddingRepository, ModelLedgerRepository, TurnRepository],
    };
  }
}
