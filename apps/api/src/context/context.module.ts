import { Module } from '@nestjs/common';
import { PairReviewModule } from '#libs/pair-review';
import { StoreReaderModule } from '#libs/store-reader';
import { ContextController } from './context.controller.js';

/** Contexts of prompts from the store of training data. */
@Module({ imports: [StoreReaderModule, PairReviewModule], controllers: [ContextController] })
export class ContextHttpModule {}
