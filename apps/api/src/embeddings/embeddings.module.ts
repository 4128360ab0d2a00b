import { Module } from '@nestjs/common';
import { StoreReaderModule } from '#libs/store-reader';
import { EmbeddingsController } from './embeddings.controller.js';

/** The embedder of the store for its readers. */
@Module({ imports: [StoreReaderModule], controllers: [EmbeddingsController] })
export class EmbeddingsHttpModule {}
