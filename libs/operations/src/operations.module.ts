import { Module } from '@nestjs/common';
import { OperationRunner } from './operation-runner.js';
import { OperationSweeper } from './operation-sweeper.js';

/** Running and sweeping operations. Needs the queue and the configuration as global modules. */
@Module({ providers: [OperationRunner, OperationSweeper], exports: [OperationRunner, OperationSweeper] })
export class OperationsModule {}
