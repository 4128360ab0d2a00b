import { Module, type DynamicModule } from '@nestjs/common';
import type { ResolvedConfig } from '#libs/config';
import { EmbeddingRepository } from '#libs/database';
import { CANDIDATE_RECORDS, type CandidateRecords } from '#libs/evaluation';
import { createEmbedder } from '#libs/language-model';
import { PairReviewModule, TaskPairs } from '#libs/pair-review';
import { dataOfTask } from '#libs/steps/training-load';
import { TasksModule, TasksService } from '#libs/tasks';

/** What tasks would load, for evaluations before the load. */
@Module({})
export class CandidateRecordsModule {
  static forRoot({ embedding }: ResolvedConfig): DynamicModule {
    return {
      module: CandidateRecordsModule,
      global: true,
      imports: [PairReviewModule, TasksModule],
      providers: [
        {
          provide: CANDIDATE_RECORDS,
          inject: [EmbeddingRepository, TaskPairs, TasksService],
          useFactory: (cache: EmbeddingRepository, pairs: TaskPairs, tasks: TasksService): CandidateRecords => ({
            embedder: createEmbedder(embedding, cache),
            open: async (taskId, files, databaseName) => {
              const { parameters } = await tasks.require(taskId);
              const data = await dataOfTask(files, databaseName, parameters, await pairs.reviewsFor(taskId, files));
              return () => data.records();
            },
          }),
        },
      ],
      exports: [CANDIDATE_RECORDS],
    };
  }
}
