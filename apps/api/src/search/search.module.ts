import { Module } from '@nestjs/common';
import { PairReviewModule } from '#libs/pair-review';
import { StoreReaderModule } from '#libs/store-reader';
import { SearchController } from './search.controller.js';

/** Search in the store of training data. */
@Module({ imports: [StoreReaderModule, PairReviewModule], controllers: [SearchController] })
export class SearchHttpModule {}
