import { Module } from '@nestjs/common';
import { StoreReaderModule } from '#libs/store-reader';
import { ContextController } from './context.controller.js';

/** Contexts of prompts from the store of training data. */
@Module({ imports: [StoreReaderModule], controllers: [ContextController] })
export class ContextHttpModule {}
