import { Module } from '@nestjs/common';
import { PairReviewModule } from '#libs/pair-review';
import { PairChangesController } from './pair-changes.controller.js';
import { PairMapper } from './pair.mapper.js';
import { PairsController } from './pairs.controller.js';

/** Routes of pairs and their review by people. */
@Module({
  imports: [PairReviewModule],
  controllers: [PairsController, PairChangesController],
  providers: [PairMapper],
})
export class PairsHttpModule {}
