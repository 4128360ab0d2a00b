import { Module, type DynamicModule } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ResolvedConfig } from '#libs/config';
import { AuditEntryEntity } from '#libs/database';
import { ApiKeyRepository } from './api-key.repository.js';
import { AuditLog } from './audit-log.service.js';
import { KeyRing } from './key-ring.js';
import { RequestAllowance } from './request-allowance.js';
import { RequestCountRepository } from './request-count.repository.js';

/** Authentication, scopes and the audit log. Needs the monitor module, which is global. */
@Module({})
export class AccessModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: AccessModule,
      imports: [TypeOrmModule.forFeature([AuditEntryEntity])],
      providers: [
        AuditLog,
        {
          provide: KeyRing,
          inject: [getDataSourceToken()],
          useFactory: (dataSource: DataSource) => new KeyRing(config.apiKeys, new ApiKeyRepository(dataSource)),
        },
        {
          provide: RequestAllowance,
          inject: [getDataSourceToken()],
          useFactory: (dataSource: DataSource) =>
            new RequestAllowance(new RequestCountRepository(dataSource), config.rateLimitPerMinute),
        },
      ],
      exports: [AuditLog, KeyRing, RequestAllowance],
    };
  }
}
