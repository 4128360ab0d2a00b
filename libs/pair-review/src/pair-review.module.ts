import { Module } from '@nestjs/common';
import { BusinessDatabaseModule } from '#libs/business-database';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { PairFilesService } from './pair-files.service.js';
import { PairPreviewService } from './pair-preview.service.js';
import { PairReviewRepository } from './pair-review.repository.js';
import { PairReviewService } from './pair-review.service.js';
import { RetrievedPairs } from './retrieved-pairs.js';
import { StatementCheckService } from './statement-check.service.js';
import { TaskPairs } from './task-pairs.js';

/** The review of pairs by people. */
@Module({
  imports: [BusinessDatabaseModule, FilesModule, TasksModule],
  providers: [
    PairReviewRepository,
    TaskPairs,
    PairFilesService,
    StatementCheckService,
    PairReviewService,
    PairPreviewService,
    RetrievedPairs,
  ],
  exports: [PairReviewService, PairPreviewService, TaskPairs, RetrievedPairs],
})
export class PairReviewModule {}
