import { Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { AuditEntryEntity } from '#libs/database';
import { ApiKeyRepository } from './api-key.repository.js';
import { AttemptLimits } from './attempt-limits.js';
import { AuditLog } from './audit-log.service.js';
import { KeyRing } from './key-ring.js';
import { RequestAllowance } from './request-allowance.js';
import { RequestCountRepository } from './request-count.repository.js';

/** Authentication, scopes and the audit log. */
@Module({
  imports: [TypeOrmModule.forFeature([AuditEntryEntity])],
  providers: [
    AuditLog,
    {
      provide: ApiKeyRepository,
      inject: [getDataSourceToken()],
      useFactory: (dataSource: DataSource) => new ApiKeyRepository(dataSource),
    },
    {
      provide: KeyRing,
      inject: [ApiKeyRepository, CONFIG],
      useFactory: (keys: ApiKeyRepository, { apiKeys }: ResolvedConfig) => new KeyRing(apiKeys, keys),
    },
    {
      provide: RequestCountRepository,
      inject: [getDataSourceToken()],
      useFactory: (dataSource: DataSource) => new RequestCountRepository(dataSource),
    },
    {
      provide: RequestAllowance,
      inject: [RequestCountRepository, CONFIG],
      useFactory: (counts: RequestCountRepository, { rateLimitPerMinute }: ResolvedConfig) =>
        new RequestAllowance(counts, rateLimitPerMinute),
    },
    {
      provide: AttemptLimits,
      inject: [RequestCountRepository, CONFIG],
      useFactory: (counts: RequestCountRepository, { wrongKeysPerMinute }: ResolvedConfig) =>
        new AttemptLimits(wrongKeysPerMinute, counts),
    },
  ],
  exports: [ApiKeyRepository, AttemptLimits, AuditLog, KeyRing, RequestAllowance],
})
export class AccessModule {}
