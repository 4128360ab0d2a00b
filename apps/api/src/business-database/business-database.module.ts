import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { BusinessDatabaseModule } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { ModelLedgerRepository } from '#libs/database';
import { createChatModel } from '#libs/language-model';
import { BusinessDatabaseController } from './business-database.controller.js';
import { BusinessDatabase, CHAT_MODEL } from './business-database.service.js';

/** Routes that look into the business database without a task. */
@Module({
  imports: [AccessModule, BusinessDatabaseModule],
  controllers: [BusinessDatabaseController],
  providers: [
    BusinessDatabase,
    {
      provide: CHAT_MODEL,
      inject: [ModelLedgerRepository, CONFIG],
      useFactory: (ledger: ModelLedgerRepository, { chat }: ResolvedConfig) => createChatModel(chat, { ledger }),
    },
  ],
})
export class BusinessDatabaseHttpModule {}
