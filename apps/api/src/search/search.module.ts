import { Module } from '@nestjs/common';
import { StoreReaderModule } from '#libs/store-reader';
import { SearchController } from './search.controller.js';

/** Search in the store of training data. */
@Module({ imports: [StoreReaderModule], controllers: [SearchController] })
export class SearchHttpModule {}
